import { curvesOf, ellipseOf, widthOf } from './path.mjs'

/** A picture at rest. */
export function svgOf({ parts }) {
  const shapes = parts.flatMap((part) => part.shapes.map(shapeOf))
  return `<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512" viewBox="0 0 512 512">${shapes.join('')}</svg>`
}

function shapeOf(shape) {
  const paint =
    shape.fill !== undefined
      ? `fill="${shape.fill}"`
      : `fill="none" stroke="${shape.stroke}" stroke-width="${widthOf(shape)}" stroke-linecap="round" stroke-linejoin="round"`
  if (shape.ellipse !== undefined) {
    const { x, y, rx, ry } = ellipseOf(shape)
    return `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" ${paint}/>`
  }
  return `<path d="${curvesOf(shape).map(pathOf).join('')}" ${paint}/>`
}

function pathOf({ points, closed }) {
  const [first, ...others] = points
  const way = closed ? [...others, first] : others
  const curves = way.map((point, i) => `C${points[i].after} ${point.before} ${point.at}`)
  return `M${first.at}${curves.join('')}${closed ? 'Z' : ''}`
}
