uniform sampler2D u_atlas;
varying vec2 v_place;
varying vec4 v_colour;
void main() {
  float a = texture2D(u_atlas, v_place).r * v_colour.a;
  gl_FragColor = vec4(v_colour.rgb * a, a);
}
