/**
 * Several programs on data of their own as one, which makes common paths once. Start with
 * {@link io.pathwise.engine.joint.Joint}.
 */
@NullMarked
package io.pathwise.engine.joint;

import org.jspecify.annotations.NullMarked;
