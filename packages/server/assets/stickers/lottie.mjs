import { curvesOf, ellipseOf, widthOf } from './path.mjs'

const FRAMES_PER_SECOND = 30

/**
 * An animation as Lottie, in the part of it that TGS allows: shapes, fills, strokes, transforms and compositions.
 *
 * @param scene its name, how many frames it has, and its parts, the hindmost first
 */
export function lottieOf({ name, frames = 60, parts }) {
  const assets = new Map()
  const layers = layersOf(parts, frames, assets)
  return {
    tgs: 1,
    v: '5.5.2',
    fr: FRAMES_PER_SECOND,
    ip: 0,
    op: frames,
    w: 512,
    h: 512,
    nm: name,
    ddd: 0,
    assets: [...assets.values()],
    layers,
  }
}

/** What is in front comes first there. */
function layersOf(parts, frames, assets) {
  return parts.toReversed().map((part, index) => layerOf(part, index, frames, assets))
}

function layerOf(part, index, frames, assets) {
  const { from = 0, to = frames } = part
  const what = part.parts === undefined ? shapesOf(part) : compositionOf(part, frames, assets)
  const { ty, ...rest } = what
  return {
    ...{ ddd: 0, ind: index + 1, ty, sr: 1, ks: transformOf(part), ao: 0, ...rest },
    ...{ ip: from, op: to, st: part.starts ?? 0, bm: 0 },
  }
}

function shapesOf({ shapes }) {
  return { ty: 4, shapes: shapes.toReversed().map(groupOf) }
}

/** Parts that move as one, also by themselves. Equal ones stand in the file once. */
function compositionOf({ parts, lasts }, frames, assets) {
  const layers = layersOf(parts, lasts ?? frames, assets)
  const text = JSON.stringify(layers)
  const asset = assets.get(text) ?? { id: `comp_${assets.size}`, layers }
  assets.set(text, asset)
  return { ty: 0, refId: asset.id, w: 512, h: 512 }
}

function transformOf(part) {
  const pivot = part.pivot ?? [256, 256]
  const size = part.size ?? [[0, 100]]
  const scale =
    part.stretch?.map(([at, value, ...how]) => [at, [100, value, 100], ...how]) ??
    size.map(([at, value, ...how]) => [at, Array.isArray(value) ? [...value, 100] : [value, value, 100], ...how])
  const move = (part.move ?? [[0, [0, 0]]]).map(([at, [x, y], ...how]) => [at, [pivot[0] + x, pivot[1] + y, 0], ...how])
  return {
    o: animated((part.fade ?? [[0, 100]]).map(([at, value, ...how]) => [at, [value], ...how])),
    r: animated((part.turn ?? [[0, 0]]).map(([at, value, ...how]) => [at, [value], ...how])),
    p: animated(move),
    a: { a: 0, k: [...pivot, 0] },
    s: animated(scale),
  }
}

const handles = {
  // Slow at both ends of a movement, fast at its beginning, fast at its end, the same all the way.
  both: [0.67, 1, 0.33, 0],
  out: [0.4, 1, 0.1, 0.6],
  in: [0.9, 0.4, 0.6, 0],
  even: [0.67, 0.67, 0.33, 0.33],
}

/** Keys: when, what, and how it goes on from there to the next. */
function animated(keys) {
  if (keys.length === 1) {
    const [[, value]] = keys
    return { a: 0, k: value.length === 1 ? round(value[0]) : value.map((one) => round(one)) }
  }
  const k = keys.map(([t, value, how = 'both'], i) => {
    const s = value.map((one) => round(one))
    if (i === keys.length - 1) return { t, s }
    const [ix, iy, ox, oy] = handles[how]
    const ease = (x, y) => ({ x: Array(s.length).fill(x), y: Array(s.length).fill(y) })
    return { i: ease(ix, iy), o: ease(ox, oy), t, s }
  })
  return { a: 1, k }
}

function groupOf(shape) {
  const outlines = shape.ellipse === undefined ? curvesOf(shape).map(outlineOf) : [ellipseItem(ellipseOf(shape))]
  return { ty: 'gr', it: [...outlines, paintOf(shape), transform], bm: 0 }
}

function outlineOf({ points, closed }) {
  const from = (at, handle) => [round(handle[0] - at[0], 10), round(handle[1] - at[1], 10)]
  const k = {
    i: points.map(({ at, before }) => from(at, before)),
    o: points.map(({ at, after }) => from(at, after)),
    v: points.map(({ at: [x, y] }) => [round(x, 10), round(y, 10)]),
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
  return Math.round(value * by) / by || 0
}
