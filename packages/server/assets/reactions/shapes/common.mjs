// The reactions as shapes, drawn by hand for this project on a square of 512. A picture is a list of parts, the hindmost
// first; a part moves as one around its `pivot`. Paths know M, L, C and Z with absolute coordinates and nothing else.

export const yellow = '#ffcf40'
export const shade = '#d9962a'
export const brown = '#5b3a1a'
export const red = '#f2384b'
export const white = '#ffffff'
export const blue = '#3e7bd6'

export const heart =
  'M256 440 C120 340 56 262 56 180 C56 112 108 68 164 68 C204 68 238 90 256 124 C274 90 308 68 348 68 ' +
  'C404 68 456 112 456 180 C456 262 392 340 256 440 Z'
export const star = 'M256 60 L312 190 L452 202 L346 294 L378 432 L256 358 L134 432 L166 294 L60 202 L200 190 Z'
export const ellipse = (x, y, rx, ry, fill) => ({ ellipse: [x, y, rx, ry], fill })
export const line = (path, stroke, width) => ({ path, stroke, width })
/** A path of this file, smaller and at another place. */
export const copy = (path, fill, [x, y], size) => ({
  path,
  fill,
  scale: [size, size],
  shift: [x - 256 * size, y - 256 * size],
})
export const still = (...shapes) => ({ shapes })

export const rising = (from, shape) => ({
  shapes: [shape],
  pivot: from,
  move: [
    [0, [0, 0]],
    [30, [0, -22]],
    [60, [0, 0]],
  ],
  size: [
    [0, 100],
    [30, 118],
    [60, 100],
  ],
})
export const flying = (shape, [x, y], delay) => ({
  shapes: [shape],
  move: [
    [0, [0, 0]],
    [delay, [0, 0]],
    [delay + 16, [x, y]],
    [60, [0, 0]],
  ],
})
