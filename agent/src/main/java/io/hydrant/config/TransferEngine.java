package io.hydrant.config;

/// What fetches.
public enum TransferEngine {
  /// The CRT's own client.
  CRT,
  /// The SDK's transfer manager over the CRT.
  TRANSFER_MANAGER
}
