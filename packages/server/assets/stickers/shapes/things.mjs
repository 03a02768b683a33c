import {
  area,
  beating,
  blue,
  ellipse,
  flying,
  heart,
  line,
  orange,
  red,
  star,
  swaying,
  violet,
  white,
  yellow,
} from './common.mjs'

const beat = {
  pivot: [256, 256],
  size: [
    [0, 100],
    [10, 112],
    [20, 98],
    [30, 110],
    [42, 100],
    [60, 100],
  ],
}

export const things = [
  {
    name: 'heart',
    title: 'Heart',
    emoji: '❤',
    sparks: [red, '#ff8a96', white],
    flies: 'rise',
    parts: [{ shapes: [area(heart, red), line('M126 196 C122 160 142 132 172 126', '#ff9aa5', 22)], ...beat }],
  },
  {
    name: 'fire',
    sparks: [orange, '#ffd23f', red],
    flies: 'rise',
    title: 'Fire',
    emoji: '🔥',
    parts: [
      {
        shapes: [
          {
            path:
              'M256 40 C276 112 372 164 396 264 C420 372 352 472 256 472 C160 472 92 372 116 268 C126 224 152 196 168 160 ' +
              'C184 190 196 206 214 214 C206 150 222 88 256 40 Z',
            fill: '#ff7a1a',
          },
        ],
        pivot: [256, 472],
        turn: [
          [0, 0],
          [10, 3],
          [22, -3],
          [36, 2],
          [48, -2],
          [60, 0],
        ],
        stretch: [
          [0, 100],
          [15, 106],
          [30, 98],
          [45, 104],
          [60, 100],
        ],
      },
      {
        shapes: [
          {
            path:
              'M260 220 C276 268 332 300 336 364 C340 420 304 452 256 452 C208 452 172 420 178 364 C182 326 206 310 216 284 ' +
              'C228 300 238 306 248 308 C244 276 248 244 260 220 Z',
            fill: '#ffd23f',
          },
        ],
        pivot: [256, 452],
        turn: [
          [0, 0],
          [15, -5],
          [30, 4],
          [45, -3],
          [60, 0],
        ],
        stretch: [
          [0, 100],
          [15, 92],
          [30, 108],
          [45, 96],
          [60, 100],
        ],
      },
    ],
  },
  {
    name: 'party',
    sparks: [violet, '#2fa36b', red, blue, yellow],
    title: 'Party',
    emoji: '🎉',
    parts: [
      {
        shapes: [
          { path: 'M56 456 L176 196 L316 336 Z', fill: '#f4b23c' },
          { path: 'M98 366 L128 300 L216 384 L146 416 Z', fill: '#e0574f' },
          { path: 'M176 196 C212 190 322 300 316 336 C286 350 168 230 176 196 Z', fill: '#b97a1c' },
        ],
        pivot: [56, 456],
        turn: [
          [0, 0],
          [8, -5],
          [16, 4],
          [26, 0],
          [60, 0],
        ],
      },
      flying(line('M226 178 C214 130 250 118 240 66', '#7a5cd6', 16), [-14, -36], 4),
      flying(line('M330 282 C372 250 400 300 452 268', '#2fa36b', 16), [38, -10], 6),
      flying(line('M284 228 C304 180 356 190 372 138', red, 16), [28, -34], 2),
      flying(ellipse(136, 120, 18, 18, blue), [-26, -40], 4),
      flying(ellipse(320, 74, 16, 16, yellow), [8, -44], 8),
      flying(ellipse(448, 108, 18, 18, '#7a5cd6'), [30, -36], 6),
      flying(ellipse(424, 372, 16, 16, red), [40, 14], 8),
      flying({ path: 'M176 70 L204 60 L214 88 L186 98 Z', fill: '#2fa36b' }, [-16, -38], 6),
      flying({ path: 'M392 196 L418 184 L430 210 L404 222 Z', fill: blue }, [34, -20], 2),
    ],
  },
  {
    name: 'hundred',
    title: 'Hundred points',
    emoji: '💯',
    sparks: [red, yellow, orange],
    parts: [
      {
        shapes: [
          line('M92 182 L140 136 L124 330', red, 40),
          line(
            'M232 136 C192 140 178 190 178 232 C178 276 190 322 222 322 C258 322 270 262 270 222 C270 178 258 134 232 136 Z',
            red,
            38,
          ),
          line(
            'M384 122 C344 126 330 176 330 218 C330 262 342 308 374 308 C410 308 422 248 422 208 C422 164 410 120 384 122 Z',
            red,
            38,
          ),
        ],
        ...beating([256, 230], 9),
      },
      { shapes: [line('M104 400 C200 370 320 356 424 354', red, 26)], ...swaying([256, 380], 3) },
      { shapes: [line('M150 452 C230 430 310 418 384 416', red, 22)], ...swaying([256, 430], -3) },
    ],
  },
  {
    name: 'lightning',
    title: 'Lightning',
    emoji: '⚡',
    sparks: [yellow, orange, white],
    parts: [
      {
        shapes: [
          area('M300 40 L110 292 L236 292 L196 476 L404 206 L276 206 Z', '#ffb92e'),
          area('M300 40 L150 262 L262 250 L228 380 L360 226 L252 226 Z', '#ffd65c'),
        ],
        ...beating([256, 256], 8),
        ...{
          fade: [
            [0, 100],
            [6, 55],
            [10, 100],
            [18, 70],
            [22, 100],
            [60, 100],
          ],
        },
      },
    ],
  },
  {
    name: 'star',
    title: 'Star',
    emoji: '⭐',
    sparks: [yellow, orange, white],
    parts: [
      {
        shapes: [area(star, '#ffb92e'), { ...area(star, '#ffd65c'), scale: [0.7, 0.7], shift: [77, 77] }],
        ...swaying([256, 270], 12),
      },
    ],
  },
  {
    name: 'broken-heart',
    title: 'Broken heart',
    emoji: '💔',
    sparks: [red, '#ff8a96', '#a91f33'],
    flies: 'fall',
    parts: [
      {
        shapes: [
          area(
            'M256 440 C120 340 56 262 56 180 C56 112 108 68 164 68 C204 68 238 90 256 124 L222 190 L276 244 L226 320 Z',
            red,
          ),
        ],
        pivot: [256, 440],
        turn: [
          [0, -1],
          [14, -9],
          [28, -6],
          [44, -9],
          [60, -1],
        ],
      },
      {
        shapes: [
          area(
            'M256 440 L234 320 L284 244 L230 190 L256 124 C274 90 308 68 348 68 C404 68 456 112 456 180 C456 262 392 340 256 440 Z',
            '#d92a3e',
          ),
        ],
        pivot: [256, 440],
        turn: [
          [0, 1],
          [14, 9],
          [28, 6],
          [44, 9],
          [60, 1],
        ],
      },
    ],
  },
  {
    name: 'eyes',
    title: 'Eyes',
    emoji: '👀',
    sparks: [white, blue, '#33404f'],
    parts: [
      {
        shapes: [
          ellipse(152, 256, 104, 140, '#c9d3de'),
          ellipse(152, 256, 94, 130, white),
          ellipse(360, 256, 104, 140, '#c9d3de'),
          ellipse(360, 256, 94, 130, white),
        ],
      },
      {
        shapes: [
          ellipse(122, 270, 42, 56, '#33404f'),
          ellipse(110, 250, 12, 16, white),
          ellipse(330, 270, 42, 56, '#33404f'),
          ellipse(318, 250, 12, 16, white),
        ],
        move: [
          [0, [0, 0]],
          [12, [0, 0]],
          [20, [56, 0]],
          [36, [56, 0]],
          [44, [0, 0]],
          [60, [0, 0]],
        ],
      },
    ],
  },
]
