import { box, ellipse, line, orange, red, white } from '../common.mjs'
import { cheer } from './cheer.mjs'
import { outcomes } from './outcomes.mjs'

const board = [
  box(128, 44, 256, 176, 18, white),
  line('M140 56 L372 56 L372 208 L140 208 Z', '#c3cedb', 10),
  line('M212 196 L212 118 L300 118 L300 196', red, 10),
]
const rimBack = [line('M196 214 C210 200 302 200 316 214', '#d2541b', 12)]
const net = [
  line('M200 222 L222 310', white, 7),
  line('M228 228 L238 318', white, 7),
  line('M256 230 L256 320', white, 7),
  line('M284 228 L274 318', white, 7),
  line('M312 222 L290 310', white, 7),
  line('M208 252 L304 252', white, 5),
  line('M216 284 L296 284', white, 5),
]
const rimFront = [line('M196 214 C210 232 302 232 316 214', orange, 14)]
const basketball = [
  ellipse(256, 256, 62, 62, '#d2691e'),
  ellipse(256, 252, 60, 59, '#f08030'),
  line('M256 194 L256 316', '#6b3a12', 6),
  line('M196 256 L316 256', '#6b3a12', 6),
  line('M214 210 C240 236 240 276 214 300', '#6b3a12', 6),
  line('M298 210 C272 236 272 276 298 300', '#6b3a12', 6),
]
const spin = {
  turn: [
    [0, 0, 'even'],
    [50, 400],
  ],
}
const hoop = (ballPart, isInFront, swing) => {
  const moving = { shapes: net, pivot: [256, 220], stretch: swing ?? [[0, 100]] }
  const front = [moving, { shapes: rimFront }]
  return isInFront
    ? [{ shapes: board }, { shapes: rimBack }, ...front, ballPart]
    : [{ shapes: board }, { shapes: rimBack }, ballPart, ...front]
}

function dribbling() {
  const move = [
    [0, [0, 110], 'in'],
    [10, [0, 180], 'out'],
    [20, [0, 110], 'in'],
    [30, [0, 180], 'out'],
    [40, [0, 110]],
  ]
  return {
    frames: 40,
    parts: hoop(
      {
        shapes: basketball,
        move,
        turn: [
          [0, 0, 'even'],
          [40, 90],
        ],
      },
      true,
    ),
  }
}

function shot(value) {
  const size = [
    [0, 110, 'even'],
    [24, 84],
  ]
  const up = [0, [0, 180], 'out']
  const over = (x) => [16, [x, -190], 'in']
  const swish = [
    [0, 100],
    [26, 100, 'out'],
    [32, 118],
    [40, 92],
    [48, 104],
    [56, 100],
  ]
  switch (value) {
    case 1:
      return {
        frames: 90,
        parts: hoop({ shapes: basketball, size, ...spin, move: [up, [18, [130, -120], 'in'], [44, [210, 360]]] }, true),
      }
    case 2:
      return {
        frames: 90,
        parts: hoop(
          {
            shapes: basketball,
            size,
            ...spin,
            move: [up, over(20), [24, [50, -70], 'out'], [34, [120, -130], 'in'], [58, [190, 360]]],
          },
          true,
        ),
      }
    case 3:
      return {
        frames: 90,
        parts: hoop(
          {
            shapes: basketball,
            size,
            turn: [
              [0, 0, 'even'],
              [24, 200],
              [40, 210],
            ],
            move: [up, over(0), [26, [8, -56], 'out'], [32, [2, -72], 'in'], [40, [0, -58]]],
          },
          false,
        ),
      }
    case 4:
      return {
        frames: 90,
        parts: hoop(
          {
            shapes: basketball,
            size,
            ...spin,
            move: [
              up,
              over(-20),
              [26, [-44, -76], 'out'],
              [36, [30, -140], 'in'],
              [46, [0, -60], 'in'],
              [56, [0, 50], 'in'],
              [66, [0, 190], 'out'],
              [76, [0, 150], 'in'],
              [84, [0, 190]],
            ],
          },
          false,
          swish.map(([at, value]) => [at === 0 ? 0 : at + 20, value]),
        ),
      }
    default:
      return {
        frames: 90,
        parts: [
          ...hoop(
            {
              shapes: basketball,
              size,
              ...spin,
              move: [
                up,
                over(0),
                [28, [0, -50], 'in'],
                [36, [0, 50], 'in'],
                [46, [0, 190], 'out'],
                [56, [0, 150], 'in'],
                [66, [0, 190]],
              ],
            },
            false,
            swish,
          ),
          ...cheer(36),
        ],
      }
  }
}

export const basketballScenes = [dribbling(), ...outcomes(5, shot)]
