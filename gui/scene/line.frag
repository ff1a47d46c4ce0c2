uniform vec3 u_colour;
uniform float u_half_width;
varying float v_alpha;
varying float v_side;
varying float v_w;
void main() {
  float a = clamp(u_half_width - abs(v_side), 0.0, 1.0) * v_alpha;
  gl_FragColor = vec4(u_colour * a, a);
  gl_FragDepth = log_depth(v_w);
}
