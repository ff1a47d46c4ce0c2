varying vec3 v_colour;
varying float v_soft;
void main() {
  vec2 p = gl_PointCoord * 2.0 - 1.0;
  float r2 = dot(p, p);
  float spot = v_soft > 0.5 ? max(1.0 - r2, 0.0) * exp(-2.6 * r2) : 1.0;
  gl_FragColor = vec4(v_colour * spot, 1.0);
}
