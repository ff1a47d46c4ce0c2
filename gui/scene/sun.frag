// The disc itself, behind the bodies; and the glare in the eye, over everything.
uniform float u_disc;        // the disc's radius as a part of the quad's half side
uniform float u_edge;        // a pixel, as a part of the same
uniform float u_glare;       // 0: the disc; else how much glare
varying vec2 v_p;
void main() {
  float r = length(v_p);
  if (u_glare <= 0.0) {
    gl_FragColor = vec4(vec3(1.0, 0.99, 0.96) * clamp((u_disc - r) / u_edge + 0.5, 0.0, 1.0), 1.0);
    return;
  }
  float x = r / u_disc;
  float fade = max(1.0 - r, 0.0);
  float veil = 0.75 * exp(-0.55 * x) + 0.34 / (1.0 + 0.055 * x * x) + 0.10 / (1.0 + 0.18 * x);
  // Six faint rays, as an iris makes them.
  float angle = atan(v_p.y, v_p.x);
  float ray = pow(abs(cos(3.0 * angle)), 60.0) / (1.0 + 0.10 * x);
  vec3 colour = vec3(1.0, 0.94, 0.84) * veil + vec3(1.0, 0.90, 0.76) * 0.16 * ray;
  gl_FragColor = vec4(colour * fade * fade * u_glare, 1.0);
}
