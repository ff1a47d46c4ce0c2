// The map holds a grey floor of 0.075 that would lift the black of space.
uniform sampler2D u_map;
uniform float u_gain;
varying vec2 v_place;
void main() {
  vec3 c = max(texture2D(u_map, v_place).rgb - 0.075, 0.0);
  float grey = dot(c, vec3(0.30, 0.45, 0.25));
  c = mix(vec3(grey), c, 0.62) * (0.35 + 1.1 * grey) / (1.0 + 0.9 * grey);   // the brightest clouds held back
  gl_FragColor = vec4(u_gain * c * vec3(0.92, 0.97, 1.10), 1.0);
}
