import { box, dark, ellipse, red, white } from '../common.mjs'
import { outcomes } from './outcomes.mjs'

const PIPS = [
  [[0, 0]],
  [
    [-1, -1],
    [1, 1],
  ],
  [
    [-1, -1],
    [0, 0],
    [1, 1],
  ],
  [
    [-1, -1],
    [1, -1],
    [-1, 1],
    [1, 1],
  ],
  [
    [-1, -1],
    [1, -1],
    [0, 0],
    [-1, 1],
    [1, 1],
  ],
  [
    [-1, -1],
    [1, -1],
    [-1, 0],
    [1, 0],
    [-1, 1],
    [1, 1],
  ],
]

const cube = [box(116, 124, 280, 288, 60, '#c9d4df'), box(116, 116, 280, 280, 60, white)]
const pips = (value) =>
  PIPS[value - 1].map(([x, y]) =>
    ellipse(256 + x * 78, 256 + y * 78, value === 1 ? 42 : 28, value === 1 ? 42 : 28, value === 1 ? red : dark),
  )
/** Faces one after the other, from frame to frame, and the last one to the end. */
const faces = (order, every, frames) => [
  { shapes: cube },
  ...order.map((value, i) => ({
    ...{ shapes: pips(value), from: i * every, to: i === order.length - 1 ? frames : (i + 1) * every },
  })),
]
const shadow = (keys, frames) => ({
  shapes: [ellipse(256, 440, 120, 22, '#b4c0cc')],
  size: keys,
  fade: [[0, 70]],
  pivot: [256, 440],
  to: frames,
})

function rolling() {
  const turn = [
    [0, 0, 'even'],
    [40, 720],
  ]
  const move = [
    [0, [0, 0], 'out'],
    [10, [0, -60], 'in'],
    [20, [0, 0], 'out'],
    [30, [0, -60], 'in'],
    [40, [0, 0]],
  ]
  return {
    frames: 40,
    parts: [
      shadow(
        [
          [0, 100],
          [10, 70],
          [20, 100],
          [30, 70],
          [40, 100],
        ],
        40,
      ),
      { parts: faces([5, 3, 6, 2, 4, 1, 3, 6, 2, 5], 4, 40), turn, move, size: [[0, 78]] },
    ],
  }
}

function rolled(value) {
  const order = [3, 6, 2, 5, 4, 1, 6, 3].filter((face) => face !== value)
  const turn = [
    [0, -540, 'out'],
    [46, 10],
    [56, -4],
    [66, 0],
  ]
  const move = [
    [0, [-150, -120], 'in'],
    [12, [-90, 30], 'out'],
    [24, [-40, -70], 'in'],
    [36, [-10, 20], 'out'],
    [44, [0, -16], 'in'],
    [52, [0, 0]],
  ]
  return {
    frames: 80,
    parts: [
      shadow(
        [
          [0, 40],
          [36, 100],
          [80, 104],
        ],
        80,
      ),
      {
        parts: faces([...order.slice(0, 6), value], 6, 80),
        turn,
        move,
        size: [
          [0, 78],
          [52, 92, 'out'],
          [62, 100],
        ],
      },
    ],
  }
}

export const dieScenes = [rolling(), ...outcomes(6, rolled)]
