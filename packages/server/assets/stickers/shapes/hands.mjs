import { blue, ellipse, line, mirrored, red, shade, sky, violet, white, yellow } from './common.mjs'

const thumb = [
  {
    path:
      'M132 240 L200 240 C226 210 242 168 246 120 C248 84 262 68 284 68 C318 68 330 100 326 140 C324 168 316 194 306 220 ' +
      'L404 220 C434 220 450 240 450 262 C450 280 440 292 428 298 C440 306 446 320 442 336 C438 350 428 358 418 360 ' +
      'C424 370 426 384 420 396 C414 408 404 412 396 414 C398 424 394 436 386 442 C378 450 366 452 352 452 L220 452 ' +
      'C190 452 172 440 132 428 Z',
    fill: yellow,
  },
  line('M340 298 L424 298', shade, 9),
  line('M336 360 L414 360', shade, 9),
  line('M330 414 L392 414', shade, 9),
  { path: 'M64 228 L140 228 L140 446 L64 446 Z', fill: blue },
  line('M118 262 L118 412', white, 8),
]
const upsideDown = (shape) => ({ ...shape, scale: [1, -1], shift: [0, 512] })

/** A flat hand, its fingers up and a little apart. */
const palm = [
  line('M170 330 L150 150', yellow, 46),
  line('M208 320 L202 112', yellow, 46),
  line('M248 320 L256 118', yellow, 46),
  line('M286 330 L306 156', yellow, 46),
  line('M180 392 L112 300', yellow, 46),
  ellipse(226, 364, 84, 92, yellow),
  line('M189 300 L181 214', shade, 6),
  line('M228 296 L229 206', shade, 6),
  line('M267 300 L277 214', shade, 6),
]

const praying = {
  path: 'M256 52 C228 52 212 78 208 118 L196 236 C178 270 150 330 142 388 L142 452 L256 452 Z',
  fill: yellow,
}

export const hands = [
  {
    name: 'thumbs-up',
    flies: 'rise',
    sparks: [yellow, blue, white],
    title: 'Thumbs up',
    emoji: '👍',
    parts: [
      {
        shapes: thumb,
        pivot: [110, 430],
        turn: [
          [0, 0],
          [12, -14],
          [26, 6],
          [38, -4],
          [48, 0],
          [60, 0],
        ],
      },
    ],
  },
  {
    name: 'thumbs-down',
    flies: 'fall',
    sparks: [yellow, blue, red],
    title: 'Thumbs down',
    emoji: '👎',
    parts: [
      {
        shapes: thumb.map(upsideDown),
        pivot: [110, 82],
        turn: [
          [0, 0],
          [12, 14],
          [26, -6],
          [38, 4],
          [48, 0],
          [60, 0],
        ],
      },
    ],
  },
  {
    name: 'clapping',
    sparks: [yellow, shade, white],
    title: 'Clapping',
    emoji: '👏',
    parts: [
      {
        shapes: palm.map((shape) => ({ ...shape, scale: [0.92, 0.92], shift: [132, 72] })),
        pivot: [340, 470],
        turn: [
          [0, 12],
          [10, -2],
          [20, 12],
          [30, -2],
          [40, 12],
          [50, -2],
          [60, 12],
        ],
      },
      {
        shapes: palm.map((shape) =>
          shape.stroke === shade
            ? { ...shape, shift: [-40, 20] }
            : { ...shape, ...(shape.fill ? { fill: '#ffdc6b' } : { stroke: '#ffdc6b' }), shift: [-40, 20] },
        ),
        pivot: [186, 470],
        turn: [
          [0, -10],
          [10, 6],
          [20, -10],
          [30, 6],
          [40, -10],
          [50, 6],
          [60, -10],
        ],
      },
      {
        shapes: [
          line('M92 92 L62 54', shade, 14),
          line('M150 62 L142 16', shade, 14),
          line('M52 150 L10 140', shade, 14),
        ],
        pivot: [120, 130],
        size: [
          [0, 60],
          [10, 105],
          [20, 60],
          [30, 105],
          [40, 60],
          [50, 105],
          [60, 60],
        ],
      },
    ],
  },
  {
    name: 'folded-hands',
    flies: 'rise',
    sparks: [yellow, sky, violet],
    title: 'Folded hands',
    emoji: '🙏',
    parts: [
      {
        shapes: [
          praying,
          mirrored(praying),
          line('M256 84 L256 396', shade, 8),
          line('M214 262 C222 282 232 292 246 300', shade, 8),
          mirrored(line('M214 262 C222 282 232 292 246 300', shade, 8)),
          { path: 'M126 408 L386 408 L408 492 L104 492 Z', fill: blue },
        ],
        pivot: [256, 492],
        turn: [
          [0, 0],
          [14, 5],
          [30, 0],
          [44, -5],
          [60, 0],
        ],
        stretch: [
          [0, 100],
          [14, 96],
          [30, 100],
          [44, 96],
          [60, 100],
        ],
      },
    ],
  },
  {
    name: 'ok-hand',
    title: 'OK hand',
    emoji: '👌',
    sparks: [yellow, blue, white],
    parts: [
      {
        shapes: [
          line('M300 250 L284 96', yellow, 50),
          line('M344 262 L352 116', yellow, 50),
          line('M384 290 L418 164', yellow, 46),
          { path: 'M262 268 L408 284 C420 340 404 420 372 470 L262 470 C232 420 226 340 262 268 Z', fill: yellow },
          line('M286 330 C236 300 176 244 122 250 C76 258 84 330 130 352 C176 372 236 348 280 384', yellow, 48),
          line('M318 236 L316 160', shade, 7),
          line('M362 254 L372 186', shade, 7),
          { path: 'M246 448 L392 448 L398 496 L238 496 Z', fill: blue },
        ],
        ...{
          pivot: [320, 480],
          turn: [
            [0, 0],
            [14, -9],
            [30, 4],
            [44, -4],
            [60, 0],
          ],
        },
      },
    ],
  },
  {
    name: 'waving',
    title: 'Waving hand',
    emoji: '👋',
    sparks: [yellow, sky, blue],
    parts: [
      {
        shapes: palm.map((shape) => ({ ...shape, scale: [1.05, 1.05], shift: [18, 8] })),
        pivot: [256, 480],
        turn: [
          [0, 8],
          [10, -14],
          [20, 14],
          [30, -14],
          [40, 14],
          [50, -4],
          [60, 8],
        ],
      },
      {
        shapes: [line('M70 210 C54 160 62 110 92 74', sky, 14), line('M440 300 C462 260 464 210 446 168', sky, 14)],
        ...{
          fade: [
            [0, 20],
            [15, 100],
            [30, 20],
            [45, 100],
            [60, 20],
          ],
        },
      },
    ],
  },
]
