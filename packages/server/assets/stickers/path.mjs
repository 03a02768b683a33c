/**
 * The curves of a path of shapes/, scaled and moved as its shape says: points with the handles before and after them,
 * which is how Lottie has them.
 */
export function curvesOf({ path, scale = [1, 1], shift = [0, 0] }) {
  const curves = []
  let points
  for (const [, command, numbers] of path.matchAll(/([MLCZ])([^MLCZ]*)/g)) {
    const values =
      numbers.trim() === ''
        ? []
        : numbers
            .trim()
            .split(/[\s,]+/)
            .map(Number)
    const pairs = []
    for (let i = 0; i < values.length; i += 2) {
      pairs.push([values[i] * scale[0] + shift[0], values[i + 1] * scale[1] + shift[1]])
    }
    if (command === 'M') {
      points = [{ at: pairs[0], before: pairs[0], after: pairs[0] }]
      curves.push({ points, closed: false })
    } else if (command === 'L') {
      for (const at of pairs) points.push({ at, before: at, after: at })
    } else if (command === 'C') {
      for (let i = 0; i < pairs.length; i += 3) {
        points.at(-1).after = pairs[i]
        points.push({ at: pairs[i + 2], before: pairs[i + 1], after: pairs[i + 2] })
      }
    } else {
      const [first, last] = [points[0], points.at(-1)]
      // A last point that lies on the first one is the same point.
      if (points.length > 1 && first.at[0] === last.at[0] && first.at[1] === last.at[1]) {
        first.before = last.before
        points.pop()
      }
      curves.at(-1).closed = true
    }
  }
  return curves
}

export function ellipseOf({ ellipse: [x, y, rx, ry], scale = [1, 1], shift = [0, 0] }) {
  return {
    x: x * scale[0] + shift[0],
    y: y * scale[1] + shift[1],
    rx: rx * Math.abs(scale[0]),
    ry: ry * Math.abs(scale[1]),
  }
}

export function widthOf({ width, scale = [1, 1] }) {
  return width * Math.abs(scale[0])
}
