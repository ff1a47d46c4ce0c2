// A way that was flown, coloured by age: v_alpha is the share of the flight, negative between two ways.
uniform float u_gain;
varying float v_alpha;
varying float v_side;
varying float v_w;
uniform float u_half_width;
void main() {
  if (v_alpha < 0.0) discard;
  float edge = clamp(u_half_width - abs(v_side), 0.0, 1.0);
  float a = edge * u_gain * (0.30 + 0.70 * v_alpha);
  gl_FragColor = vec4(age_colour(v_alpha) * a, a);
  gl_FragDepth = log_depth(v_w);
}
