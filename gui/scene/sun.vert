attribute vec2 a_corner;
uniform mat4 u_view_projection;
uniform vec3 u_direction;
uniform vec3 u_x;            // half the quad's sides, as parts of a unit direction
uniform vec3 u_y;
varying vec2 v_p;
void main() {
  v_p = a_corner;
  gl_Position = u_view_projection * vec4(u_direction + a_corner.x * u_x + a_corner.y * u_y, 1.0);
  gl_Position.z = 0.0;
}
