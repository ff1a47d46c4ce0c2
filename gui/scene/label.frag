uniform sampler2D u_atlas;   // luminance: the letters; alpha: their halo
uniform float u_halo;        // 1: the dark halo; 0: the letters
varying vec2 v_place;
varying vec4 v_colour;
void main() {
  vec4 glyph = texture2D(u_atlas, v_place);
  float a = v_colour.a * mix(glyph.r, 0.75 * glyph.a, u_halo);
  gl_FragColor = vec4(v_colour.rgb * a * (1.0 - u_halo), a);
}
