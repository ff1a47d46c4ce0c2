uniform vec3 u_colour;
uniform float u_size;        // half the square, samples
uniform float u_line;        // width of the ring, samples
varying vec2 v_p;
void main() {
  float r = length(v_p) * u_size;
  float ring = clamp(0.5 * u_line + 0.5 - abs(r - (u_size - u_line - 1.0)), 0.0, 1.0);
  float dot_ = clamp(1.5 * u_line + 0.5 - r, 0.0, 1.0);
  float a = max(0.9 * ring, dot_);
  gl_FragColor = vec4(u_colour * a, a);
}
