import type { ServicePorts } from '../../../core-ports.ts'
import { joinMethods, type Methods } from '../../../rpc/handlers.ts'
import { createHighScores } from './high-scores.ts'
import { createSetScore } from './set-score.ts'

/** Games that bots offer, and who reached what ("Bot games"). */
export function createGames(ports: ServicePorts): Methods {
  return joinMethods(createSetScore(ports), createHighScores(ports))
}
