varying vec3 v_colour;
void main() {
  vec2 p = 2.0 * gl_PointCoord - 1.0;
  gl_FragColor = vec4(v_colour * clamp(1.6 * (1.0 - dot(p, p)), 0.0, 1.0), 1.0);
}
