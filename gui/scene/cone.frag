uniform vec3 u_colour;
varying float v_up;
varying float v_w;
void main() {
  gl_FragColor = vec4(u_colour * (0.16 * pow(1.0 - v_up, 1.5) + 0.022), 0.0);
  gl_FragDepth = log_depth(v_w);
}
