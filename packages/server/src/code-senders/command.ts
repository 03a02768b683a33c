import { spawn } from 'node:child_process'
import { SendFailure } from '../ports/code-sender.ts'
import { type SendCode, sendTimeoutMs } from './outgoing-code.ts'

/**
 * Runs a command of the operator's shell for each code, with what it needs in its environment, where no other user of the
 * machine sees it: `CHAPPE_CODE`, `CHAPPE_PURPOSE`, and `CHAPPE_PHONE` or `CHAPPE_EMAIL`. Done is what ends with code 0.
 * What it prints is dropped, since it may hold the code.
 */
export function createCommandSender(command: string, timeoutMs: number = sendTimeoutMs): SendCode {
  return ({ code, phone, email, purpose }) =>
    new Promise((resolve, reject) => {
      const child = spawn(command, {
        shell: true,
        // A group of its own, which is ended as a whole.
        detached: true,
        stdio: 'ignore',
        env: {
          ...inherited(),
          CHAPPE_CODE: code,
          CHAPPE_PURPOSE: purpose,
          ...(phone === undefined ? {} : { CHAPPE_PHONE: `+${phone}` }),
          ...(email === undefined ? {} : { CHAPPE_EMAIL: email }),
        },
      })
      const timer = setTimeout(() => {
        endGroup(child.pid)
        reject(new SendFailure(`the command for codes did not end within ${timeoutMs / 1000} s`))
      }, timeoutMs)
      child.once('error', (error) => {
        clearTimeout(timer)
        const why = 'code' in error ? String(error.code) : error.name
        reject(new SendFailure(`the command for codes could not be run: ${why}`))
      })
      child.once('exit', (status, signal) => {
        clearTimeout(timer)
        if (status === 0) resolve()
        else reject(new SendFailure(`the command for codes ended with ${status ?? signal}`))
      })
    })
}

/** Without what is the server's alone, such as other secrets. */
function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('CHAPPE_')))
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has just ended by itself.
  }
}
