import { box, dark, ellipse, green, grey, line, orange, red, violet, white, yellow } from '../common.mjs'
import { cheer } from './cheer.mjs'

const cabinet = (lamp) => [
  box(56, 60, 372, 400, 56, '#c81e3a'),
  box(56, 52, 372, 400, 56, red),
  box(88, 84, 308, 64, 26, lamp),
  box(84, 168, 316, 176, 28, '#8e1229'),
  ...[0, 1, 2].map((i) => box(94 + i * 102, 178, 92, 156, 18, white)),
  box(132, 376, 220, 40, 20, '#8e1229'),
]
const lights = (fill) => [124, 183, 242, 301, 360].map((x) => ellipse(x, 116, 13, 13, fill))
const stick = [
  line('M440 300 L466 300 L466 180', grey, 20),
  ellipse(466, 160, 32, 32, '#d9962a'),
  ellipse(466, 156, 30, 30, yellow),
]

const figures = {
  seven: [line('M218 212 L294 212 L244 312', red, 26)],
  bar: [box(206, 206, 100, 30, 10, dark), box(206, 241, 100, 30, 10, dark), box(206, 276, 100, 30, 10, dark)],
  grapes: [
    ...[
      [-26, -14],
      [0, -14],
      [26, -14],
      [-13, 10],
      [13, 10],
      [0, 34],
    ].map(([x, y]) => ellipse(256 + x, 262 + y, 17, 17, violet)),
    line('M256 232 C258 218 268 210 282 208', green, 10),
  ],
  lemon: [
    ellipse(256, 260, 46, 36, yellow),
    ellipse(298, 248, 14, 12, yellow),
    ellipse(242, 250, 12, 8, '#fff0a8'),
    line('M256 222 C266 210 280 208 292 214', green, 9),
  ],
}
const names = ['seven', 'bar', 'grapes', 'lemon']
const windowAt = (reel) => [(reel - 1) * 102 - 14, 0]

/** Figures that pass by, and one that stays: a strip seen through a window, which nothing here can cut, is squeezed instead. */
function passing(order, every) {
  return order.map((name, i) => ({
    ...{ shapes: figures[name], from: i * every, to: (i + 1) * every, pivot: [256, 260] },
    stretch: [
      [i * every, 10, 'even'],
      [i * every + every / 2, 100, 'even'],
      [(i + 1) * every, 10],
    ],
    move: [
      [i * every, [0, -60], 'even'],
      [(i + 1) * every, [0, 60]],
    ],
  }))
}

function reel(at, what) {
  const place = { move: [[0, windowAt(at)]] }
  const order = [...names, ...names, ...names]
  if (what === undefined) return { frames: 36, parts: [{ parts: passing(order.slice(0, 12), 3), ...place }] }
  const [name, wins] = what
  const turns = 8 + at * 2
  const stays = {
    ...{ shapes: figures[name], from: turns * 3, pivot: [256, 260] },
    move: [
      [turns * 3, [0, -70], 'out'],
      [turns * 3 + 6, [0, 12]],
      [turns * 3 + 12, [0, 0]],
    ],
    stretch: [
      [turns * 3, 20, 'out'],
      [turns * 3 + 6, 108],
      [turns * 3 + 12, 100],
    ],
  }
  const beats = wins
    ? {
        size: [
          [0, 100],
          [60, 100],
          [66, 124],
          [72, 100],
          [78, 124],
          [84, 100],
        ],
        pivot: [256, 260],
      }
    : {}
  return {
    frames: 90,
    parts: [
      {
        parts: [...passing([...order, ...order].slice(0, turns), 3), stays],
        lasts: 90,
        ...place,
        ...(wins ? { size: beats.size } : {}),
      },
    ],
  }
}

function machine() {
  const still = { shapes: cabinet('#ffe9a8') }
  const blink = (fill, offset) => ({
    shapes: lights(fill),
    fade: [
      [0, offset],
      [30, 100 - offset],
      [60, offset],
      [90, 100 - offset],
    ],
  })
  return [
    { frames: 90, parts: [still, blink(yellow, 100), blink(white, 0)] },
    {
      frames: 90,
      parts: [
        {
          ...still,
          size: [
            [0, 100],
            [60, 100],
            [66, 103],
            [74, 100],
          ],
        },
        blink(orange, 100),
        blink(white, 0),
        ...cheer(46),
      ],
    },
    {
      frames: 60,
      parts: [
        {
          shapes: stick,
          pivot: [450, 300],
          stretch: [
            [0, 100],
            [10, -70],
            [18, -70],
            [30, 112],
            [38, 96],
            [44, 100],
          ],
        },
      ],
    },
    ...[0, 1, 2].flatMap((at) => [
      reel(at, ['seven', true]),
      ...names.map((name) => reel(at, [name, false])),
      reel(at, undefined),
    ]),
  ]
}

export const slotScenes = machine()
