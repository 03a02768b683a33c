import {
  area,
  beating,
  blue,
  box,
  dark,
  ellipse,
  green,
  grey,
  line,
  orange,
  red,
  sky,
  star,
  still,
  swaying,
  violet,
  white,
  yellow,
} from './common.mjs'

const hop = {
  move: [
    [0, [0, 0]],
    [12, [0, -26], 'in'],
    [22, [0, 0]],
    [30, [0, -10], 'in'],
    [38, [0, 0]],
    [60, [0, 0]],
  ],
}
const gift = (colour, ribbon) => [
  { shapes: [box(80, 236, 352, 220, 24, colour), box(228, 236, 56, 220, 2, ribbon)] },
  {
    shapes: [
      box(60, 166, 392, 84, 20, colour),
      box(228, 166, 56, 84, 2, ribbon),
      line(
        'M256 166 C200 150 140 120 158 86 C178 52 240 90 256 160 C272 90 334 52 354 86 C372 120 312 150 256 166',
        ribbon,
        26,
      ),
    ],
    ...swaying([256, 250], 5),
  },
]

/** Icons of topics, and what stands beside a name. */
export const symbols = [
  {
    ...{ name: 'talk', title: 'Talk', emoji: '💬' },
    parts: [
      {
        shapes: [
          area(
            'M120 84 L392 84 C440 84 464 112 464 156 L464 284 C464 328 440 356 392 356 L250 356 L150 444 L156 356 L120 356 C72 356 48 328 48 284 L48 156 C48 112 72 84 120 84 Z',
            sky,
          ),
        ],
        ...beating([150, 440], 5),
      },
      ...[150, 256, 362].map((x, i) => ({
        shapes: [ellipse(x, 220, 30, 30, white)],
        move: [
          [0, [0, 0]],
          [6 + i * 8, [0, 0]],
          [14 + i * 8, [0, -30]],
          [24 + i * 8, [0, 0]],
          [60, [0, 0]],
        ],
      })),
    ],
  },
  {
    ...{ name: 'news', title: 'News', emoji: '📰' },
    parts: [
      {
        shapes: [
          box(72, 76, 368, 360, 28, '#dfe7ef'),
          box(64, 68, 368, 360, 28, white),
          box(104, 108, 288, 60, 10, dark),
          box(104, 200, 124, 108, 10, sky),
          line('M262 214 L384 214', grey, 18),
          line('M262 254 L384 254', grey, 18),
          line('M262 294 L384 294', grey, 18),
          line('M112 346 L384 346', grey, 18),
          line('M112 388 L320 388', grey, 18),
        ],
        ...swaying([256, 430], 4),
      },
    ],
  },
  {
    ...{ name: 'idea', title: 'Idea', emoji: '💡' },
    parts: [
      {
        shapes: [
          area(
            'M256 48 C160 48 96 118 96 204 C96 280 160 312 176 376 L336 376 C352 312 416 280 416 204 C416 118 352 48 256 48 Z',
            yellow,
          ),
          line('M224 366 L206 222 L256 262 L306 222 L288 366', orange, 16),
          box(182, 374, 148, 34, 14, grey),
          box(196, 414, 120, 30, 14, grey),
          box(222, 446, 68, 24, 12, dark),
        ],
        fade: [
          [0, 100],
          [8, 60],
          [14, 100],
          [24, 70],
          [30, 100],
          [60, 100],
        ],
        ...beating([256, 400], 4),
      },
    ],
  },
  {
    ...{ name: 'pin', title: 'Pin', emoji: '📌' },
    parts: [
      {
        shapes: [
          line('M206 306 L92 432', grey, 18),
          area(
            'M298 60 L452 214 L418 240 L396 234 L318 312 C330 350 318 384 294 404 L108 218 C128 194 162 182 200 194 L278 116 L272 94 Z',
            red,
          ),
          line('M300 136 L222 214', '#ff8a96', 18),
        ],
        ...swaying([92, 432], 7),
      },
    ],
  },
  {
    ...{ name: 'question', title: 'Question', emoji: '❓' },
    parts: [
      {
        shapes: [
          line('M150 178 C150 92 204 68 256 68 C322 68 364 108 364 168 C364 250 260 246 256 330', red, 62),
          ellipse(256, 436, 42, 42, red),
        ],
        ...swaying([256, 436], 10),
      },
    ],
  },
  {
    ...{ name: 'important', title: 'Important', emoji: '❗' },
    parts: [{ shapes: [area('M208 56 L304 56 L286 326 L226 326 Z', red), ellipse(256, 426, 44, 44, red)], ...hop }],
  },
  {
    ...{ name: 'done', title: 'Done', emoji: '✅' },
    parts: [
      { shapes: [box(56, 56, 400, 400, 84, green)], ...beating([256, 256], 5) },
      { shapes: [line('M148 262 L226 344 L368 176', white, 54)], ...beating([256, 262], 12) },
    ],
  },
  {
    ...{ name: 'music', title: 'Music', emoji: '🎵' },
    parts: [
      {
        shapes: [
          area('M196 114 L420 66 L420 128 L196 178 Z', violet),
          line('M210 130 L210 390', violet, 30),
          line('M406 90 L406 346', violet, 30),
          ellipse(160, 396, 66, 54, violet),
          ellipse(356, 352, 66, 54, violet),
        ],
        ...swaying([256, 400], 8),
      },
    ],
  },
  {
    ...{ name: 'games', title: 'Games', emoji: '🎮' },
    parts: [
      {
        shapes: [
          area(
            'M150 146 L362 146 C432 146 456 222 470 306 C482 382 424 420 376 366 L336 322 L176 322 L136 366 C88 420 30 382 42 306 C56 222 80 146 150 146 Z',
            dark,
          ),
          line('M156 204 L156 272', white, 26),
          line('M122 238 L190 238', white, 26),
          ellipse(344, 268, 22, 22, sky),
          ellipse(392, 222, 22, 22, red),
        ],
        ...swaying([256, 300], 7),
      },
    ],
  },
  {
    ...{ name: 'coffee', title: 'Coffee', emoji: '☕' },
    parts: [
      still(
        line('M352 262 C430 244 450 342 344 362', '#e8eef4', 34),
        area('M92 216 L372 216 L352 386 C348 420 322 436 292 436 L172 436 C142 436 116 420 112 386 Z', '#e8eef4'),
        ellipse(232, 220, 140, 30, white),
        ellipse(232, 224, 116, 20, '#7a4b26'),
        box(60, 440, 348, 28, 14, '#cdd8e2'),
      ),
      ...[160, 232, 304].map((x, i) => ({
        shapes: [line(`M${x} 168 C${x - 30} 130 ${x + 30} 104 ${x} 62`, grey, 14)],
        move: [
          [0, [0, 8]],
          [30, [0, -12]],
          [60, [0, 8]],
        ],
        fade: [
          [0, i === 1 ? 20 : 80],
          [30, i === 1 ? 80 : 20],
          [60, i === 1 ? 20 : 80],
        ],
      })),
    ],
  },
  {
    ...{ name: 'home', title: 'Home', emoji: '🏠' },
    parts: [
      still(
        box(112, 224, 288, 220, 14, '#ffe2a8'),
        box(216, 312, 80, 132, 10, '#a8703a'),
        box(330, 92, 44, 100, 6, '#b55a46'),
      ),
      {
        shapes: [area('M256 56 L476 250 C470 276 444 280 428 268 L256 118 L84 268 C68 280 42 276 36 250 Z', red)],
        ...hop,
      },
    ],
  },
  {
    ...{ name: 'moon', title: 'Moon', emoji: '🌙' },
    parts: [
      {
        shapes: [
          area(
            'M318 60 C190 66 96 162 96 272 C96 386 186 456 290 456 C352 456 402 430 434 388 C300 402 214 322 214 220 C214 150 258 92 318 60 Z',
            '#ffc83d',
          ),
        ],
        ...swaying([256, 256], 9),
      },
    ],
  },
  {
    ...{ name: 'present', title: 'Gift', emoji: '🎁' },
    parts: gift(red, yellow),
  },
  {
    ...{ name: 'present-blue', title: 'Gift', emoji: '🎁' },
    parts: gift(blue, white),
  },
  {
    ...{ name: 'present-violet', title: 'Gift', emoji: '🎁' },
    parts: gift(violet, yellow),
  },
  // These take the colour of the text that they stand in: only where they are opaque counts.
  {
    ...{ name: 'plain-star', title: 'Star', emoji: '⭐' },
    parts: [{ shapes: [area(star, white)], ...swaying([256, 270], 14) }],
  },
  {
    ...{ name: 'plain-bolt', title: 'Bolt', emoji: '⚡' },
    parts: [
      { shapes: [area('M300 40 L110 292 L236 292 L196 476 L404 206 L276 206 Z', white)], ...beating([256, 256], 10) },
    ],
  },
  {
    ...{ name: 'plain-check', title: 'Check', emoji: '✔' },
    parts: [{ shapes: [line('M92 266 L206 384 L424 140', white, 72)], ...beating([256, 256], 10) }],
  },
]
