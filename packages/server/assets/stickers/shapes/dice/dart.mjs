import { area, blue, dark, ellipse, grey, line, red, white } from '../common.mjs'
import { cheer } from './cheer.mjs'
import { outcomes } from './outcomes.mjs'

const target = [
  line('M150 372 L96 480', '#9b6b3d', 26),
  line('M362 372 L416 480', '#9b6b3d', 26),
  ellipse(256, 228, 204, 204, '#b9c4cf'),
  ...[196, 160, 124, 88, 52, 22].map((radius, i) => ellipse(256, 224, radius, radius, i % 2 === 0 ? red : white)),
]
const dart = [
  area('M256 256 L250 330 L262 330 Z', grey),
  line('M256 322 L256 408', dark, 20),
  area('M256 392 L300 440 L300 480 L256 450 L212 480 L212 440 Z', blue),
]
const leaning = { turn: [[0, 24]] }
/** Where the dart's point lands, from the middle of the square. */
const hits = [
  [190, -150],
  [150, 84],
  [-106, 84],
  [84, -84],
  [-36, 44],
  [0, -32],
]

function aiming() {
  const move = [
    [0, [-20, 130]],
    [20, [10, 118]],
    [40, [-20, 130]],
  ]
  return { frames: 40, parts: [{ shapes: target }, { shapes: dart, ...leaning, move, size: [[0, 110]] }] }
}

function thrown(value) {
  const at = hits[value - 1]
  const lands = {
    ...leaning,
    size: [
      [0, 150, 'in'],
      [18, 62],
    ],
  }
  const flight = [
    [0, [-40, 220], 'even'],
    [18, at],
  ]
  if (value === 1) {
    // Past it, and down.
    const move = [...flight, [26, [at[0] + 20, at[1] - 50], 'in'], [52, [at[0] + 30, 340]]]
    return {
      frames: 80,
      parts: [
        { shapes: target },
        {
          shapes: dart,
          ...lands,
          move,
          turn: [
            [0, 24],
            [26, 24],
            [52, 220],
          ],
        },
      ],
    }
  }
  const board = {
    shapes: target,
    pivot: [256, 470],
    turn: [
      [0, 0],
      [18, 0, 'out'],
      [22, 2.4],
      [28, -1.6],
      [34, 0.8],
      [40, 0],
    ],
  }
  const stuck = {
    shapes: dart,
    ...lands,
    move: flight,
    turn: [
      [0, 24],
      [18, 24, 'out'],
      [22, 34],
      [28, 18],
      [34, 28],
      [40, 24],
    ],
  }
  return { frames: 80, parts: [board, stuck, ...(value === 6 ? cheer(20) : [])] }
}

export const dartScenes = [aiming(), ...outcomes(6, thrown)]
