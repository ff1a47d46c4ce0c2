// The map holds a grey floor of 0.055 that would lift the black of space.
uniform sampler2D u_map;
uniform float u_gain;
varying vec2 v_place;
void main() {
  vec3 c = max(texture2D(u_map, v_place).rgb - 0.055, 0.0);
  gl_FragColor = vec4(u_gain * (0.45 + 0.55 * c) * c * vec3(0.94, 0.97, 1.06), 1.0);
}
