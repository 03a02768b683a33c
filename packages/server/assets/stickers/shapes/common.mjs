// The pictures as shapes, drawn by hand for this project on a square of 512. A picture is a list of parts, the hindmost
// first; a part moves as one around its `pivot`. Paths know M, L, C and Z with absolute coordinates and nothing else.

export const yellow = '#ffcf40'
export const shade = '#d9962a'
export const brown = '#5b3a1a'
export const red = '#f2384b'
export const white = '#ffffff'
export const blue = '#3e7bd6'
export const sky = '#58b4f2'
export const green = '#2fa36b'
export const violet = '#7a5cd6'
export const orange = '#ff7a1a'
export const grey = '#8a97a6'
export const dark = '#33404f'

export const heart =
  'M256 440 C120 340 56 262 56 180 C56 112 108 68 164 68 C204 68 238 90 256 124 C274 90 308 68 348 68 ' +
  'C404 68 456 112 456 180 C456 262 392 340 256 440 Z'
export const star = 'M256 60 L312 190 L452 202 L346 294 L378 432 L256 358 L134 432 L166 294 L60 202 L200 190 Z'
/** Its point at the top, around (256, 256). */
export const drop =
  'M256 96 C330 196 362 250 362 306 C362 368 316 416 256 416 C196 416 150 368 150 306 C150 250 182 196 256 96 Z'
export const ellipse = (x, y, rx, ry, fill) => ({ ellipse: [x, y, rx, ry], fill })
export const line = (path, stroke, width) => ({ path, stroke, width })
export const area = (path, fill) => ({ path, fill })
/** A rectangle with round corners. */
export const box = (x, y, w, h, r, fill) => {
  const k = r * 0.45
  const [right, bottom] = [x + w, y + h]
  const path =
    `M${x + r} ${y} L${right - r} ${y} C${right - k} ${y} ${right} ${y + k} ${right} ${y + r} L${right} ${bottom - r} ` +
    `C${right} ${bottom - k} ${right - k} ${bottom} ${right - r} ${bottom} L${x + r} ${bottom} ` +
    `C${x + k} ${bottom} ${x} ${bottom - k} ${x} ${bottom - r} L${x} ${y + r} C${x} ${y + k} ${x + k} ${y} ${x + r} ${y} Z`
  return { path, fill }
}
/** A path of this file, smaller and at another place. */
export const copy = (path, fill, [x, y], size) => ({
  path,
  fill,
  scale: [size, size],
  shift: [x - 256 * size, y - 256 * size],
})
export const still = (...shapes) => ({ shapes })
/** A shape on the other side of the middle. */
export const mirrored = (shape) => {
  const [sx, sy] = shape.scale ?? [1, 1]
  const [x, y] = shape.shift ?? [0, 0]
  return { ...shape, scale: [-sx, sy], shift: [512 - x, y] }
}

/** A number from 0 to 1 that looks like chance and is always the same. */
export function pick(i, salt) {
  const x = Math.sin((i + 1) * 12.9898 + salt * 78.233) * 43758.5453
  return x - Math.floor(x)
}

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
export const swaying = (pivot, degrees) => ({
  pivot,
  turn: [
    [0, 0],
    [15, degrees],
    [30, 0],
    [45, -degrees],
    [60, 0],
  ],
})
export const beating = (pivot, by = 10) => ({
  pivot,
  size: [
    [0, 100],
    [10, 100 + by],
    [20, 98],
    [30, 100 + by * 0.8],
    [42, 100],
    [60, 100],
  ],
})
