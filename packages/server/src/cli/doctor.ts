import type { Config } from '../config/config.ts'
import { checkAccess } from '../operations/access-checks.ts'
import { checkValues } from '../operations/check-values.ts'
import {
  checkClock,
  checkFlush,
  checkFolder,
  checkKeys,
  checkNode,
  checkOpenFiles,
  checkPort,
  checkSpace,
  checkStore,
  type Finding,
  isRunning,
} from '../operations/checks.ts'
import { checkPictures } from '../operations/media-checks.ts'
import { systemClock } from '../ports/clock.ts'

const marks = { ok: 'ok     ', warning: 'warning', failure: 'FAILURE' } as const

/** Prints a line for each check as it is made; false when a server could not run. */
export async function doctor(config: Config, print: (line: string) => void): Promise<boolean> {
  let failures = 0
  const tell = ({ verdict, what, found, advice }: Finding): void => {
    if (verdict === 'failure') failures++
    print(`${marks[verdict]}  ${what}: ${found}${advice === undefined ? '' : `\n         -> ${advice}`}`)
  }
  tell(checkNode())
  const folder = checkFolder(config)
  tell(folder)
  const running = isRunning(config)
  print(`ok       server: ${running ? 'one is running on this data folder' : 'none is running on this data folder'}`)
  tell(checkSpace(config))
  if (folder.verdict !== 'failure') tell(checkFlush(config))
  tell(checkStore(config))
  tell(checkValues(config))
  tell(checkKeys(config))
  for (const finding of await checkAccess(config)) tell(finding)
  tell(await checkPort('port', config.host, config.port, running))
  if (config.metricsPort !== undefined) {
    tell(await checkPort('metrics port', '127.0.0.1', config.metricsPort, running))
  }
  tell(await checkPictures())
  tell(checkOpenFiles())
  tell(checkClock(config, systemClock.now()))
  const problems = failures === 1 ? 'one problem' : `${failures} problems`
  print(failures === 0 ? 'A server can run here.' : `${problems} to put right first.`)
  return failures === 0
}
