// A payload: a bright core in a soft halo, so that a near one does not become a disc.
varying vec3 v_colour;
void main() {
  vec2 p = 2.0 * gl_PointCoord - 1.0;
  float r2 = dot(p, p);
  gl_FragColor = vec4(v_colour * max(1.5 * exp(-9.0 * r2) + 0.5 * exp(-3.0 * r2) - 0.025, 0.0), 1.0);
}
