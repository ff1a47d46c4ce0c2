// A thread of light with its pulse: a bright head and a short tail.
uniform float u_scale;           // samples that 1 px of a 1080-line picture takes
varying vec3 v_colour;
varying vec4 v_pulse;
varying vec2 v_side;
varying float v_w;
void main() {
  float edge = clamp(v_side.y - abs(v_side.x), 0.0, 1.0);
  float behind = (v_pulse.y - v_pulse.x) * v_pulse.z / u_scale;   // pixels
  float pulse = v_pulse.w * exp(behind > 0.0 ? -behind / 7.0 : behind / 1.2);
  gl_FragColor = vec4(edge * (0.55 * v_colour + pulse * (0.75 * v_colour + 0.25 * length(v_colour))), 1.0);
  gl_FragDepth = log_depth(v_w);
}
