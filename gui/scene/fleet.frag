uniform float u_size;
varying vec3 v_colour;
void main() {
  float light = 1.0;
  if (u_size > 2.5) {              // large enough to be seen as a square: make it round
    vec2 p = 2.0 * gl_PointCoord - 1.0;
    light = clamp(1.6 * (1.0 - dot(p, p)), 0.0, 1.0);
  }
  gl_FragColor = vec4(v_colour * light, 1.0);
}
