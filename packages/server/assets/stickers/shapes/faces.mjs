import {
  area,
  brown,
  copy,
  drop,
  ellipse,
  heart,
  line,
  mirrored,
  orange,
  red,
  rising,
  shade,
  sky,
  star,
  still,
  swaying,
  white,
  yellow,
} from './common.mjs'

const grin = 'M132 292 C180 304 332 304 380 292 C380 376 324 426 256 426 C188 426 132 376 132 292 Z'
const teeth = 'M150 304 C190 314 322 314 362 304 L356 344 C320 354 192 354 156 344 Z'
const tongue = 'M178 388 C210 376 302 376 334 388 C312 412 286 424 256 424 C226 424 200 412 178 388 Z'

const round = (fill, edge) => still(ellipse(256, 256, 216, 216, edge), ellipse(256, 252, 212, 210, fill))
const face = round(yellow, '#f2b62f')
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
const smilingEyes = still(
  line('M146 222 C158 184 202 184 214 222', brown, 16),
  line('M298 222 C310 184 354 184 366 222', brown, 16),
)
const squeezedEyes = still(line('M140 186 L206 216 L140 246', brown, 18), line('M372 186 L306 216 L372 246', brown, 18))
const cheeks = still(ellipse(118, 292, 38, 28, '#ff9d6b'), ellipse(394, 292, 38, 28, '#ff9d6b'))
const sadBrows = still(
  line('M132 160 C154 132 182 124 204 130', brown, 14),
  line('M308 130 C330 124 358 132 380 160', brown, 14),
)
const laughing = {
  shapes: [area(grin, brown), area(teeth, white), area(tongue, red)],
  pivot: [256, 300],
  stretch: [
    [0, 100],
    [8, 84],
    [16, 104],
    [24, 84],
    [32, 104],
    [40, 84],
    [48, 104],
    [60, 100],
  ],
}
const grinning = {
  shapes: [area(grin, brown), area(teeth, white), area(tongue, white)],
  pivot: [256, 340],
  size: [
    [0, 100],
    [12, 108],
    [24, 98],
    [36, 106],
    [48, 100],
    [60, 100],
  ],
}
const smile = still(line('M168 306 C196 366 316 366 344 306', brown, 18))
const pulsing = (shape, pivot, degrees) => ({
  shapes: [shape],
  pivot,
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
    [15, -degrees],
    [45, degrees],
    [60, 0],
  ],
})
const drops = still(copy(drop, sky, [256, 256], 1), ellipse(216, 320, 22, 40, '#b9e2ff'))
const warm = [yellow, orange, white]
const tears = [sky, '#b9e2ff', yellow]
const hearts = [red, '#ff8a96', yellow]
const tear = (x) => [copy(drop, sky, [x, 320], 0.42), ellipse(x - 12, 338, 8, 16, '#b9e2ff')]

/** A face with everything on it, as it laughs, shakes or leans. */
const whole = (parts, motion) =>
  parts.map((part) => ({ ...part, ...(part.turn || part.stretch || part.size || part.move ? {} : motion) }))

export const faces = [
  {
    ...{ name: 'in-love', title: 'In love', emoji: '🥰', sparks: hearts, flies: 'rise' },
    parts: [
      face,
      smilingEyes,
      smile,
      cheeks,
      rising([96, 128], copy(heart, red, [96, 128], 0.24)),
      rising([420, 150], copy(heart, red, [420, 150], 0.28)),
      rising([372, 430], copy(heart, red, [372, 430], 0.22)),
    ],
  },
  {
    ...{ name: 'heart-eyes', title: 'Heart eyes', emoji: '😍', sparks: hearts, flies: 'rise' },
    parts: [
      face,
      still(area(grin, brown), area(teeth, white), area(tongue, red)),
      pulsing(copy(heart, red, [170, 206], 0.34), [170, 206], 6),
      pulsing(copy(heart, red, [342, 206], 0.34), [342, 206], -6),
    ],
  },
  {
    ...{ name: 'grinning', title: 'Grinning', emoji: '😁', sparks: warm },
    parts: [face, blinking, grinning],
  },
  {
    ...{ name: 'rolling', title: 'Rolling with laughter', emoji: '🤣', sparks: tears },
    parts: whole(
      [
        face,
        squeezedEyes,
        still(area(grin, brown), area(teeth, white), area(tongue, red)),
        still(copy(drop, sky, [88, 250], 0.3), copy(drop, sky, [424, 250], 0.3)),
      ],
      {
        turn: [
          [0, -18],
          [8, -10],
          [16, -20],
          [24, -10],
          [32, -20],
          [40, -10],
          [50, -20],
          [60, -18],
        ],
      },
    ),
  },
  {
    ...{ name: 'thinking', title: 'Thinking', emoji: '🤔', sparks: [yellow, sky, white] },
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
    ...{ name: 'screaming', title: 'Screaming', emoji: '😱', sparks: ['#9fc3ef', white, yellow] },
    parts: [
      still(
        ellipse(256, 256, 216, 216, '#f2b62f'),
        ellipse(256, 252, 212, 210, yellow),
        area(
          'M84 130 C140 20 372 20 428 130 C444 160 452 190 454 214 C330 120 182 120 58 214 C60 190 68 160 84 130 Z',
          '#9fc3ef',
        ),
      ),
      still(ellipse(178, 220, 44, 50, white), ellipse(334, 220, 44, 50, white)),
      {
        shapes: [ellipse(178, 222, 15, 18, brown), ellipse(334, 222, 15, 18, brown)],
        move: [
          [0, [-4, 0]],
          [4, [4, 0]],
          [8, [-4, 0]],
          [12, [4, 0]],
          [16, [-4, 0]],
          [40, [-4, 0]],
          [60, [-4, 0]],
        ],
      },
      {
        shapes: [ellipse(256, 366, 46, 64, brown)],
        pivot: [256, 366],
        size: [
          [0, 100],
          [14, 116],
          [28, 100],
          [42, 114],
          [60, 100],
        ],
      },
      {
        shapes: [
          line('M84 470 C70 410 84 350 132 300', '#ffdc6b', 58),
          line('M84 470 C70 410 84 350 132 300', shade, 5),
          mirrored(line('M84 470 C70 410 84 350 132 300', '#ffdc6b', 58)),
          mirrored(line('M84 470 C70 410 84 350 132 300', shade, 5)),
        ],
        move: [
          [0, [0, 0]],
          [14, [0, -12]],
          [28, [0, 0]],
          [42, [0, -10]],
          [60, [0, 0]],
        ],
      },
    ],
  },
  {
    ...{ name: 'crying', title: 'Crying', emoji: '😢', sparks: tears, flies: 'fall', drops: [drops] },
    parts: [
      face,
      blinking,
      sadBrows,
      still(line('M196 366 C222 326 290 326 316 366', brown, 18)),
      {
        shapes: tear(152),
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
    ...{ name: 'starry-eyed', title: 'Starry-eyed', emoji: '🤩', sparks: [red, yellow, white] },
    parts: [
      face,
      still(area(grin, brown), area(teeth, white)),
      pulsing(copy(star, red, [166, 204], 0.36), [166, 204], 10),
      pulsing(copy(star, red, [346, 204], 0.36), [346, 204], -10),
    ],
  },
]

/** Faces that are large emoji, and none to react with. */
export const moreFaces = [
  {
    ...{ name: 'smiling', title: 'Smiling', emoji: '🙂', sparks: warm },
    parts: [face, blinking, { ...smile, ...swaying([256, 306], 4) }],
  },
  {
    ...{ name: 'happy', title: 'Happy', emoji: '😊', sparks: warm },
    parts: [face, smilingEyes, { ...smile, ...swaying([256, 306], 4) }, cheeks],
  },
  {
    ...{ name: 'laughing', title: 'Tears of joy', emoji: '😂', sparks: tears },
    parts: [face, smilingEyes, laughing, still(copy(drop, sky, [96, 280], 0.3), copy(drop, sky, [416, 280], 0.3))],
  },
  {
    ...{ name: 'winking', title: 'Winking', emoji: '😉', sparks: warm },
    parts: [
      face,
      still(ellipse(180, 216, 26, 34, brown)),
      {
        shapes: [line('M298 216 C320 200 346 200 368 220', brown, 18)],
        ...swaying([332, 216], 8),
      },
      smile,
    ],
  },
  {
    ...{ name: 'kissing', title: 'Kiss', emoji: '😘', sparks: hearts, flies: 'rise' },
    parts: [
      face,
      still(ellipse(180, 210, 26, 34, brown), line('M300 216 C322 196 346 196 368 216', brown, 18)),
      still(line('M262 318 C300 322 300 352 266 356 C300 360 300 392 258 394', brown, 16)),
      {
        shapes: [copy(heart, red, [360, 366], 0.3)],
        pivot: [300, 366],
        size: [
          [0, 40],
          [20, 112],
          [34, 100],
          [60, 40],
        ],
        move: [
          [0, [-20, 0]],
          [20, [14, -6]],
          [60, [-20, 0]],
        ],
      },
    ],
  },
  {
    ...{ name: 'weeping', title: 'Weeping', emoji: '😭', sparks: tears, flies: 'fall', drops: [drops] },
    parts: [
      face,
      sadBrows,
      still(line('M140 216 C160 236 196 236 216 216', brown, 16), line('M296 216 C316 236 352 236 372 216', brown, 16)),
      {
        shapes: [
          line('M176 250 L166 430', sky, 48),
          line('M336 250 L346 430', sky, 48),
          line('M170 260 L160 420', '#b9e2ff', 10),
          line('M342 260 L352 420', '#b9e2ff', 10),
        ],
        pivot: [256, 240],
        stretch: [
          [0, 100],
          [12, 92],
          [24, 104],
          [36, 92],
          [48, 104],
          [60, 100],
        ],
      },
      {
        shapes: [ellipse(256, 352, 48, 56, brown), ellipse(256, 386, 30, 18, red)],
        pivot: [256, 352],
        size: [
          [0, 100],
          [12, 112],
          [24, 98],
          [36, 112],
          [60, 100],
        ],
      },
    ],
  },
  {
    ...{ name: 'angry', title: 'Angry', emoji: '😡', sparks: [red, orange, '#ffb0a0'] },
    parts: [
      round('#f4593f', '#d8402c'),
      {
        shapes: [line('M130 150 L214 196', brown, 18), line('M382 150 L298 196', brown, 18)],
        move: [
          [0, [0, 0]],
          [12, [0, 10]],
          [24, [0, 0]],
          [36, [0, 10]],
          [60, [0, 0]],
        ],
      },
      still(ellipse(184, 226, 24, 28, brown), ellipse(328, 226, 24, 28, brown)),
      { shapes: [line('M186 366 C214 326 298 326 326 366', brown, 18)], ...swaying([256, 346], 4) },
    ],
  },
  {
    ...{ name: 'cool', title: 'Cool', emoji: '😎', sparks: ['#33404f', yellow, white] },
    parts: [
      face,
      {
        shapes: [
          area(
            'M70 176 L442 176 L436 216 C430 276 396 292 356 288 C318 284 290 262 282 216 L230 216 C222 262 194 284 156 288 C116 292 82 276 76 216 Z',
            '#33404f',
          ),
          line('M112 206 L150 244', '#7f93a8', 12),
          line('M322 206 L360 244', '#7f93a8', 12),
        ],
        pivot: [256, 220],
        move: [
          [0, [0, 0]],
          [14, [0, 0]],
          [24, [0, 20]],
          [38, [0, -6]],
          [48, [0, 0]],
          [60, [0, 0]],
        ],
      },
      still(line('M190 336 C226 372 306 366 340 322', brown, 18)),
    ],
  },
  {
    ...{ name: 'sleeping', title: 'Sleeping', emoji: '😴', sparks: [sky, white, yellow], flies: 'rise' },
    parts: [
      face,
      still(line('M140 216 C160 242 196 242 216 216', brown, 16), line('M296 216 C316 242 352 242 372 216', brown, 16)),
      {
        shapes: [ellipse(256, 346, 34, 38, brown)],
        pivot: [256, 346],
        size: [
          [0, 84],
          [30, 116],
          [60, 84],
        ],
      },
      rising([380, 130], line('M352 96 L406 96 L352 164 L406 164', sky, 16)),
      rising([448, 60], line('M430 40 L464 40 L430 82 L464 82', sky, 12)),
    ],
  },
  {
    ...{ name: 'surprised', title: 'Surprised', emoji: '😮', sparks: warm },
    parts: [
      face,
      still(line('M142 142 C160 126 192 126 210 142', brown, 14), line('M302 142 C320 126 352 126 370 142', brown, 14)),
      blinking,
      {
        shapes: [ellipse(256, 350, 52, 62, brown)],
        pivot: [256, 350],
        size: [
          [0, 100],
          [16, 118],
          [32, 94],
          [48, 106],
          [60, 100],
        ],
      },
    ],
  },
  {
    ...{ name: 'sad', title: 'Sad', emoji: '☹', sparks: tears },
    parts: [
      face,
      blinking,
      sadBrows,
      { shapes: [line('M186 372 C214 322 298 322 326 372', brown, 18)], ...swaying([256, 346], 4) },
    ],
  },
]
