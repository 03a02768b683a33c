import { curvesOf, ellipseOf, widthOf } from './path.mjs'

const FRAMES_PER_SECOND = 30
const FRAMES = 60

/** An animated reaction as Lottie, in the part of it that TGS allows: shapes, fills, strokes and transforms. */
export function lottieOf({ name, parts }) {
  return {
    tgs: 1,
    v: '5.5.2',
    fr: FRAMES_PER_SECOND,
    ip: 0,
    op: FRAMES,
    w: 512,
    h: 512,
    nm: name,
    ddd: 0,
    assets: [],
    // What is in front comes first there.
    layers: parts.toReversed().map(layerOf),
  }
}

function layerOf(part, index) {
  const pivot = part.pivot ?? [256, 256]
  const size = part.size ?? [[0, 100]]
  const scale =
    part.stretch?.map(([at, value]) => [at, [100, value, 100]]) ?? size.map(([at, value]) => [at, [value, value, 100]])
  const move = (part.move ?? [[0, [0, 0]]]).map(([at, [x, y]]) => [at, [pivot[0] + x, pivot[1] + y, 0]])
  return {
    ddd: 0,
    ind: index + 1,
    ty: 4,
    nm: `part ${index + 1}`,
    sr: 1,
    ks: {
      o: { a: 0, k: 100 },
      r: animated((part.turn ?? [[0, 0]]).map(([at, value]) => [at, [value]])),
      p: animated(move),
      a: { a: 0, k: [...pivot, 0] },
      s: animated(scale),
    },
    ao: 0,
    shapes: part.shapes.toReversed().map(groupOf),
    ip: 0,
    op: FRAMES,
    st: 0,
    bm: 0,
  }
}

/** Slow at both ends of each movement. */
function animated(keys) {
  if (keys.length === 1) return { a: 0, k: keys[0][1].length === 1 ? keys[0][1][0] : keys[0][1] }
  const ease = (length, x, y) => ({ x: Array(length).fill(x), y: Array(length).fill(y) })
  const k = keys.map(([t, s], i) =>
    i === keys.length - 1 ? { t, s } : { i: ease(s.length, 0.67, 1), o: ease(s.length, 0.33, 0), t, s },
  )
  return { a: 1, k }
}

function groupOf(shape) {
  const outlines = shape.ellipse === undefined ? curvesOf(shape).map(outlineOf) : [ellipseItem(ellipseOf(shape))]
  return { ty: 'gr', it: [...outlines, paintOf(shape), transform], bm: 0 }
}

function outlineOf({ points, closed }) {
  const from = (at, handle) => [round(handle[0] - at[0]), round(handle[1] - at[1])]
  const k = {
    i: points.map(({ at, before }) => from(at, before)),
    o: points.map(({ at, after }) => from(at, after)),
    v: points.map(({ at: [x, y] }) => [round(x), round(y)]),
    c: closed,
  }
  return { ty: 'sh', ks: { a: 0, k } }
}

function ellipseItem({ x, y, rx, ry }) {
  return { ty: 'el', d: 1, s: { a: 0, k: [round(rx * 2), round(ry * 2)] }, p: { a: 0, k: [round(x), round(y)] } }
}

function paintOf(shape) {
  const o = { a: 0, k: 100 }
  if (shape.fill !== undefined) return { ty: 'fl', c: { a: 0, k: colourOf(shape.fill) }, o, r: 1 }
  return { ty: 'st', c: { a: 0, k: colourOf(shape.stroke) }, o, w: { a: 0, k: round(widthOf(shape)) }, lc: 2, lj: 2 }
}

function colourOf(hex) {
  const parts = [1, 3, 5].map((at) => round(Number.parseInt(hex.slice(at, at + 2), 16) / 255, 1000))
  return [...parts, 1]
}

const transform = {
  ty: 'tr',
  p: { a: 0, k: [0, 0] },
  a: { a: 0, k: [0, 0] },
  s: { a: 0, k: [100, 100] },
  r: { a: 0, k: 0 },
  o: { a: 0, k: 100 },
}

function round(value, by = 100) {
  return Math.round(value * by) / by
}
