varying vec3 v_light;
varying float v_side;
varying float v_shell;
varying float v_w;
void main() {
  float edge = 1.0 - v_side * v_side;
  float profile = edge * edge * (1.0 - 0.35 * exp(-9.0 * v_side * v_side) * v_shell);   // a shell is brighter at its edge
  gl_FragColor = vec4(v_light * profile, 1.0);
  gl_FragDepth = log_depth(v_w);
}
