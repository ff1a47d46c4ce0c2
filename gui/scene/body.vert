// A quad that covers a sphere, in radii of the sphere.
attribute vec3 a_corner;   // from the eye
attribute vec3 a_offset;   // from the sphere's centre: small and exact where the corner is large
uniform mat4 u_view_projection;
uniform float u_radius_km;
varying vec3 v_corner;
varying vec3 v_offset;
void main() {
  v_corner = a_corner;
  v_offset = a_offset;
  gl_Position = u_view_projection * vec4(a_corner * u_radius_km, 1.0);
  gl_Position.z = 0.0;
}
