import { area, blue, ellipse, line, red, white } from '../common.mjs'
import { cheer } from './cheer.mjs'
import { outcomes } from './outcomes.mjs'

const lane = [
  area('M190 120 L322 120 L430 500 L82 500 Z', '#e8c08a'),
  line('M190 120 L82 500', '#8a97a6', 16),
  line('M322 120 L430 500', '#8a97a6', 16),
  line('M256 130 L256 496', '#dcae70', 6),
]
const pin = [
  area(
    'M256 176 C236 176 228 196 232 214 C236 232 222 252 222 282 C222 306 232 322 240 322 L272 322 C280 322 290 306 290 282 C290 252 276 232 280 214 C284 196 276 176 256 176 Z',
    white,
  ),
  line('M238 222 L274 222', red, 9),
  line('M237 236 L275 236', red, 7),
]
const standing = [
  [-78, 0],
  [-26, 0],
  [26, 0],
  [78, 0],
  [-40, 34],
  [40, 34],
].map(([x, y]) => [x * 0.82, y - 128])
const ballShapes = [
  ellipse(256, 256, 64, 64, '#3450a3'),
  ellipse(256, 250, 60, 58, blue),
  ellipse(234, 232, 9, 11, '#1d2f66'),
  ellipse(258, 224, 9, 11, '#1d2f66'),
  ellipse(256, 250, 9, 11, '#1d2f66'),
]
/** Which pins fall. */
const falls = [[], [3], [1, 2, 4], [0, 1, 2, 4], [0, 1, 2, 4, 5], [0, 1, 2, 3, 4, 5]]

const pinAt = (i, motion) => ({ shapes: pin, pivot: [256, 322], size: [[0, 78]], move: [[0, standing[i]]], ...motion })

function bowling() {
  const move = [
    [0, [0, 170]],
    [20, [0, 150]],
    [40, [0, 170]],
  ]
  return {
    frames: 40,
    parts: [
      { shapes: lane },
      ...standing.map((_, i) => pinAt(i)),
      {
        shapes: ballShapes,
        move,
        turn: [
          [0, -14],
          [20, 14],
          [40, -14],
        ],
      },
    ],
  }
}

function bowled(value) {
  const aside = value === 1 ? 118 : value === 2 ? 66 : 0
  const ball = {
    shapes: ballShapes,
    size: [
      [0, 110, 'even'],
      [26, 52],
    ],
    turn: [
      [0, 0, 'even'],
      [26, 540],
    ],
    move: [
      [0, [0, 190], 'even'],
      [26, [aside, -112]],
      [40, [aside, -140]],
    ],
    fade: [
      [0, 100],
      [26, 100, 'even'],
      [38, 0],
    ],
  }
  const pins = standing.map((at, i) => {
    if (!falls[value - 1].includes(i)) {
      const shaken =
        value > 1 && value < 6
          ? {
              turn: [
                [0, 0],
                [26, 0, 'out'],
                [32, 7],
                [40, -5],
                [50, 2],
                [58, 0],
              ],
            }
          : {}
      return pinAt(i, shaken)
    }
    const side = i % 2 === 0 ? -1 : 1
    const start = 24 + (i % 3) * 2
    return pinAt(i, {
      move: [
        [0, at],
        [start, at, 'out'],
        [start + 12, [at[0] + side * 60, at[1] - 60], 'in'],
        [start + 26, [at[0] + side * 110, at[1] + 20]],
      ],
      turn: [
        [0, 0],
        [start, 0, 'even'],
        [start + 26, side * 250],
      ],
      fade: [
        [0, 100],
        [start + 16, 100, 'even'],
        [start + 28, 0],
      ],
    })
  })
  return { frames: 90, parts: [{ shapes: lane }, ...pins, ball, ...(value === 6 ? cheer(28) : [])] }
}

export const bowlingScenes = [bowling(), ...outcomes(6, bowled)]
