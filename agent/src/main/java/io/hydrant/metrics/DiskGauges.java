package io.hydrant.metrics;

import io.hydrant.catalog.ByteSize;
import java.util.concurrent.Callable;

/// What is asked of the disk at each scrape; what fails is not a number.
///
/// @param available what the models' file system can still hold
/// @param removedInUse what it keeps of removed models, because somebody still reads them
public record DiskGauges(Callable<ByteSize> available, Callable<ByteSize> removedInUse) {}
