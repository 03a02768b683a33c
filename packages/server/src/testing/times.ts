/** How many times more runs the laws get than in `npm test`: `npm run laws` gives them many. */
export const times: number = Number(process.env['CHAPPE_TIMES'] ?? 1)
