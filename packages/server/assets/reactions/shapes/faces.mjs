import { brown, copy, ellipse, heart, line, red, rising, shade, star, still, white, yellow } from './common.mjs'

const grin = 'M132 292 C180 304 332 304 380 292 C380 376 324 426 256 426 C188 426 132 376 132 292 Z'

const face = still(ellipse(256, 256, 216, 216, yellow))
const eyes = { shapes: [ellipse(180, 216, 26, 34, brown), ellipse(332, 216, 26, 34, brown)] }
const blinking = {
  ...eyes,
  pivot: [256, 216],
  stretch: [
    [0, 100],
    [24, 100],
    [28, 10],
    [32, 100],
    [60, 100],
  ],
}

export const faces = [
  {
    name: 'in-love',
    title: 'In love',
    emoji: '🥰',
    parts: [
      face,
      still(
        line('M146 222 C158 184 202 184 214 222', brown, 16),
        line('M298 222 C310 184 354 184 366 222', brown, 16),
        line('M168 306 C196 366 316 366 344 306', brown, 18),
        ellipse(118, 292, 38, 28, '#ff9d6b'),
        ellipse(394, 292, 38, 28, '#ff9d6b'),
      ),
      rising([96, 128], copy(heart, red, [96, 128], 0.24)),
      rising([420, 150], copy(heart, red, [420, 150], 0.28)),
      rising([372, 430], copy(heart, red, [372, 430], 0.22)),
    ],
  },
  {
    name: 'grinning',
    title: 'Grinning',
    emoji: '😁',
    parts: [
      face,
      blinking,
      {
        shapes: [
          { path: grin, fill: brown },
          { path: 'M150 304 C190 314 322 314 362 304 L356 344 C320 354 192 354 156 344 Z', fill: white },
          {
            path: 'M178 388 C210 376 302 376 334 388 C312 412 286 424 256 424 C226 424 200 412 178 388 Z',
            fill: white,
          },
        ],
        pivot: [256, 340],
        size: [
          [0, 100],
          [12, 108],
          [24, 98],
          [36, 106],
          [48, 100],
          [60, 100],
        ],
      },
    ],
  },
  {
    name: 'thinking',
    title: 'Thinking',
    emoji: '🤔',
    parts: [
      face,
      blinking,
      { shapes: [line('M140 164 C160 146 190 144 212 156', brown, 14)] },
      {
        shapes: [line('M300 142 C322 112 358 110 380 130', brown, 14)],
        move: [
          [0, [0, 0]],
          [15, [0, -14]],
          [40, [0, -14]],
          [60, [0, 0]],
        ],
      },
      still(line('M196 334 C230 318 284 318 322 330', brown, 16)),
      {
        shapes: [
          line('M150 452 L168 388', shade, 58),
          line('M150 452 L168 388', '#ffdc6b', 46),
          line('M176 404 L268 384', shade, 46),
          line('M176 404 L268 384', '#ffdc6b', 36),
          ellipse(178, 440, 66, 50, '#ffdc6b'),
          line('M206 426 L232 422', shade, 7),
          line('M204 450 L228 448', shade, 7),
        ],
        pivot: [160, 480],
        turn: [
          [0, 0],
          [15, -6],
          [30, 2],
          [45, -4],
          [60, 0],
        ],
      },
    ],
  },
  {
    name: 'crying',
    title: 'Crying',
    emoji: '😢',
    parts: [
      face,
      blinking,
      still(
        line('M132 160 C154 132 182 124 204 130', brown, 14),
        line('M308 130 C330 124 358 132 380 160', brown, 14),
        line('M196 366 C222 326 290 326 316 366', brown, 18),
      ),
      {
        shapes: [
          {
            path: 'M152 262 C184 306 198 330 198 352 C198 380 178 398 152 398 C126 398 106 380 106 352 C106 330 120 306 152 262 Z',
            fill: '#58b4f2',
          },
          ellipse(138, 354, 10, 18, '#b9e2ff'),
        ],
        pivot: [152, 262],
        move: [
          [0, [0, 0]],
          [40, [-6, 46]],
          [60, [0, 0]],
        ],
        size: [
          [0, 70],
          [30, 104],
          [60, 70],
        ],
      },
    ],
  },
  {
    name: 'starry-eyed',
    title: 'Starry-eyed',
    emoji: '🤩',
    parts: [
      face,
      still(
        { path: grin, fill: brown },
        { path: 'M150 304 C190 314 322 314 362 304 L356 344 C320 354 192 354 156 344 Z', fill: white },
      ),
      {
        shapes: [copy(star, red, [166, 204], 0.36)],
        pivot: [166, 204],
        size: [
          [0, 100],
          [12, 122],
          [24, 96],
          [36, 118],
          [48, 100],
          [60, 100],
        ],
        turn: [
          [0, 0],
          [15, -10],
          [45, 10],
          [60, 0],
        ],
      },
      {
        shapes: [copy(star, red, [346, 204], 0.36)],
        pivot: [346, 204],
        size: [
          [0, 100],
          [12, 122],
          [24, 96],
          [36, 118],
          [48, 100],
          [60, 100],
        ],
        turn: [
          [0, 0],
          [15, 10],
          [45, -10],
          [60, 0],
        ],
      },
    ],
  },
]
