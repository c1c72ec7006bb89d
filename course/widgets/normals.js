/** Standard normal numbers without end, the same as in course/widgets/flow: splitmix32, a stirred counter, then Box and Muller. */
export function* normals(stream) {
  const uniform = () => {
    stream = stream + 0x9e3779b9 | 0;
    let x = Math.imul(stream ^ stream >>> 16, 0x21f0aaad);
    x = Math.imul(x ^ x >>> 15, 0x735a2d97);
    return ((x ^ x >>> 15) >>> 0) / 2 ** 32;
  };
  for (;;) {
    const size = Math.sqrt(-2 * Math.log(1 - uniform())), turn = 2 * Math.PI * uniform();
    yield size * Math.cos(turn);
    yield size * Math.sin(turn);
  }
}
