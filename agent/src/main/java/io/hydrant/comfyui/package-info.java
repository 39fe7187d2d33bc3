/// Tells ComfyUI what it cannot see by itself: that a model which it may have loaded was replaced.
@NullMarked
package io.hydrant.comfyui;

import org.jspecify.annotations.NullMarked;
