import { ellipse, green, pick, red, sky, star, violet, yellow } from '../common.mjs'

/** Stars that fly up when it could not be better. */
export function cheer(at) {
  const colours = [yellow, red, sky, green, violet]
  return Array.from({ length: 14 }, (_, i) => {
    const angle = (i / 14) * 2 * Math.PI
    const far = 170 + 70 * pick(i, 20)
    const shape = { path: star, fill: colours[i % 5], scale: [0.12, 0.12], shift: [225, 225] }
    const move = [
      [at, [0, -20], 'out'],
      [at + 24, [Math.cos(angle) * far, Math.sin(angle) * far - 20], 'in'],
      [at + 44, [Math.cos(angle) * far, Math.sin(angle) * far + 60]],
    ]
    return {
      shapes: [i % 2 === 0 ? shape : ellipse(256, 256, 12, 12, colours[i % 5])],
      from: at,
      move,
      turn: [
        [at, 0, 'even'],
        [at + 44, 260],
      ],
      size: [
        [at, 30, 'out'],
        [at + 12, 110],
        [at + 30, 100],
        [at + 44, 0],
      ],
    }
  })
}
