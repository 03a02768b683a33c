import { ellipse, line, pick } from './shapes/common.mjs'

/** A picture that stands still, as it is at its first moment. */
function rest(parts) {
  const first = (keys) => keys && [keys[0]]
  return parts.map((part) => ({
    ...part,
    ...{ turn: first(part.turn), size: first(part.size), stretch: first(part.stretch), move: first(part.move) },
  }))
}

/** It comes up, a little too far, and stays ("appear_animation"). */
export function appear({ parts }) {
  const size = [
    [0, 0, 'out'],
    [9, 116],
    [16, 94],
    [23, 100],
  ]
  return { frames: 30, parts: [{ parts: rest(parts), size }] }
}

/** It moves, again and again, while one chooses ("select_animation"). */
export function select({ parts }) {
  return { frames: 60, parts }
}

/** It was chosen: a leap, in the midst of what flies away ("activate_animation"). */
export function activate({ parts }) {
  const size = [
    [0, 100],
    [7, 78, 'out'],
    [17, 118],
    [28, 94],
    [38, 104],
    [48, 100],
  ]
  return { frames: 60, parts: [{ parts, size }] }
}

/** It stands in its bubble and beats once ("center_icon"). */
export function center({ parts }) {
  const size = [
    [0, 40, 'out'],
    [10, 108],
    [18, 92],
    [26, 100],
  ]
  return { frames: 45, parts: [{ parts, lasts: 60, size }] }
}

/** What flies over the message ("effect_animation"). */
export function effect(picture) {
  return { frames: 60, parts: flights[picture.flies ?? 'burst'](picture, { count: 12, reach: 200, size: 24 }) }
}

/** What flies around the bubble ("around_animation"). */
export function around(picture) {
  return { frames: 45, parts: flights.burst(picture, { count: 8, reach: 180, size: 22 }) }
}

/** Sparks of some colours, for any picture. */
export function sparks(colours, count) {
  const picture = { parts: [{ shapes: [ellipse(256, 256, 200, 200, colours[0])] }], sparks: colours }
  return { frames: 45, parts: flights.burst(picture, { count, reach: 190, size: 9 }) }
}

const flights = {
  /** To all sides, with sparks in between. */
  burst({ parts, sparks: colours }, { count, reach, size }) {
    const copies = Array.from({ length: count }, (_, i) => {
      const angle = ((i + 0.25) / count) * 2 * Math.PI
      const far = reach * (0.72 + 0.28 * pick(i, 1))
      const large = size * (0.75 + 0.5 * pick(i, 2))
      const late = Math.round(6 * pick(i, 3))
      return flight(rest(parts), [Math.cos(angle) * far, Math.sin(angle) * far], {
        large,
        late,
        turn: 90 * (pick(i, 4) - 0.5),
      })
    })
    return [ring(colours[0]), ...dots(colours, count, reach * 1.05), ...copies]
  },
  /** Upwards, swaying, as hearts and flames do. */
  rise({ parts, sparks: colours }, { count, size }) {
    const copies = Array.from({ length: count }, (_, i) => {
      const x = 430 * ((((i * 5) % count) + 0.5) / count) - 215
      const late = Math.round((22 * i) / count)
      const large = size * (0.6 + 0.9 * pick(i, 6))
      const top = -(110 + 120 * pick(i, 7))
      return {
        ...{ parts: rest(parts), from: late },
        size: [
          [late, 0, 'out'],
          [late + 10, large],
          [late + 26, large],
          [late + 38, 0],
        ],
        move: [
          [late, [x * 0.7, 190], 'even'],
          [late + 19, [x * 0.9 + 22, (190 + top) / 2], 'even'],
          [late + 38, [x - 14, top], 'even'],
        ],
      }
    })
    return [...dots(colours, 8, 150), ...copies]
  },
  /** Downwards, as tears and rain. */
  fall({ parts, sparks: colours, drops }, { count, size }) {
    const what = drops ?? rest(parts)
    const copies = Array.from({ length: count }, (_, i) => {
      const x = 440 * ((((i * 5) % count) + 0.5) / count) - 220
      const late = Math.round((26 * i) / count)
      const large = size * (0.8 + 0.8 * pick(i, 9))
      return {
        ...{ parts: what, from: late },
        size: [
          [late, large * 0.4, 'out'],
          [late + 8, large],
          [late + 26, large],
          [late + 32, 0],
        ],
        move: [
          [late, [x, -190], 'even'],
          [late + 32, [x, 190]],
        ],
      }
    })
    return [...dots(colours, 6, 120), ...copies]
  },
}

/** One copy on its way from the middle. */
function flight(parts, [x, y], { large, late, turn }) {
  return {
    ...{ parts, from: late },
    size: [
      [late, 0, 'out'],
      [late + 12, large],
      [late + 22, large],
      [late + 34, 0],
    ],
    move: [
      [late, [0, 0], 'out'],
      [late + 34, [x, y]],
    ],
    turn: [
      [late, 0, 'even'],
      [late + 34, turn],
    ],
  }
}

function dots(colours, count, reach) {
  return Array.from({ length: count }, (_, i) => {
    const angle = ((i + 0.75) / count) * 2 * Math.PI
    const [x, y] = [Math.cos(angle), Math.sin(angle)]
    const far = reach * (0.6 + 0.4 * pick(i, 10))
    const late = Math.round(5 * pick(i, 11))
    const radius = 7 + 7 * pick(i, 12)
    return {
      ...{ shapes: [ellipse(256, 256, radius, radius, colours[i % colours.length])], from: late },
      size: [
        [late, 30, 'out'],
        [late + 10, 100],
        [late + 26, 0],
      ],
      move: [
        [late, [x * 40, y * 40], 'out'],
        [late + 26, [x * far, y * far]],
      ],
    }
  })
}

function ring(colour) {
  const circle =
    'M256 156 C311 156 356 201 356 256 C356 311 311 356 256 356 C201 356 156 311 156 256 C156 201 201 156 256 156 Z'
  return {
    ...{ shapes: [line(circle, colour, 14)], to: 20 },
    size: [
      [0, 20, 'out'],
      [20, 190],
    ],
    fade: [
      [0, 90, 'even'],
      [18, 0],
    ],
  }
}
