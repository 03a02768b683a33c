import { area, dark, ellipse, line, white } from '../common.mjs'
import { cheer } from './cheer.mjs'
import { outcomes } from './outcomes.mjs'

const goal = [
  ...[120, 188, 256, 324, 392].map((x) => line(`M${x} 112 L${256 + (x - 256) * 0.86} 330`, '#d3dde6', 5)),
  ...[160, 210, 260, 310].map((y) => line(`M72 ${y} L440 ${y}`, '#d3dde6', 5)),
  area('M20 336 L492 336 L500 440 L12 440 Z', '#7cc36a'),
]
const frame = [
  line('M60 340 L60 100 L452 100 L452 340', white, 20),
  line('M60 340 L60 100 L452 100 L452 340', '#c3cedb', 4),
]
const football = [
  ellipse(256, 256, 58, 58, '#aab6c2'),
  ellipse(256, 252, 55, 54, white),
  area('M256 222 L284 243 L273 276 L239 276 L228 243 Z', dark),
  line('M256 222 L256 200', dark, 7),
  line('M284 243 L308 236', dark, 7),
  line('M273 276 L288 298', dark, 7),
  line('M239 276 L224 298', dark, 7),
  line('M228 243 L204 236', dark, 7),
]
const pitch = [{ shapes: goal }, { shapes: frame }]

function waiting() {
  const move = [
    [0, [0, 150]],
    [10, [0, 110], 'in'],
    [20, [0, 150]],
    [30, [0, 130], 'in'],
    [40, [0, 150]],
  ]
  return {
    frames: 40,
    parts: [
      ...pitch,
      {
        shapes: football,
        move,
        turn: [
          [0, 0, 'even'],
          [40, 72],
        ],
      },
    ],
  }
}

function kicked(value) {
  const size = [
    [0, 110, 'even'],
    [20, 62],
  ]
  const start = [0, [0, 150], 'out']
  const turn = [
    [0, 0, 'even'],
    [70, 720],
  ]
  const ball = (move, rest = {}) => ({ shapes: football, size, turn, move: [start, ...move], ...rest })
  switch (value) {
    case 1:
      return {
        frames: 90,
        parts: [
          ...pitch,
          ball([
            [22, [150, -250], 'even'],
            [34, [190, -330]],
          ]),
        ],
      }
    case 2:
      return {
        frames: 90,
        parts: [
          ...pitch,
          ball(
            [
              [20, [-186, -60], 'out'],
              [34, [-60, 20], 'in'],
              [46, [10, 110], 'out'],
              [54, [30, 90], 'in'],
              [62, [40, 116]],
            ],
            { size: [...size, [46, 90]] },
          ),
        ],
      }
    case 3:
      return {
        frames: 90,
        parts: [
          ...pitch,
          ball([
            [20, [0, -60], 'out'],
            [32, [0, 44], 'in'],
            [42, [14, 20], 'in'],
            [50, [22, 46]],
          ]),
        ],
      }
    case 4:
      return {
        frames: 90,
        parts: [
          ...pitch,
          ball([
            [20, [-140, 10], 'out'],
            [32, [-120, 46], 'in'],
            [42, [-110, 34], 'in'],
            [50, [-104, 48]],
          ]),
        ],
      }
    default:
      return {
        frames: 90,
        parts: [
          ...pitch,
          ball([
            [20, [140, -110], 'out'],
            [30, [128, -70], 'in'],
            [44, [120, 46], 'out'],
            [52, [112, 24], 'in'],
            [60, [106, 48]],
          ]),
          ...cheer(22),
        ],
      }
  }
}

export const footballScenes = [waiting(), ...outcomes(5, kicked)]
