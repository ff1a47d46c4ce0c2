// A bright line with a glow: light is added, nothing is covered.
uniform float u_half_width;
uniform float u_gain;
varying float v_alpha;
varying float v_side;
varying float v_w;
void main() {
  float d = abs(v_side) / u_half_width;   // 0 in the middle .. 1 at the edge
  float core = smoothstep(0.26, 0.08, d), glow = exp(-9.0 * d * d) - 0.00012;
  vec3 light = COLOUR * (0.30 * glow + 0.85 * core) + vec3(0.22) * core;
  gl_FragColor = vec4(light * (v_alpha * u_gain), 0.0);
  gl_FragDepth = log_depth(v_w);
}
