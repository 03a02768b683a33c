import type { ServicePorts } from '../../../core-ports.ts'
import { joinMethods, type Methods } from '../../../rpc/handlers.ts'
import { createBotApps } from './apps.ts'
import { createRequestWebViews } from './request.ts'
import { createSendWebViewData } from './send-data.ts'

/** Pages that bots open in clients ("Mini Apps"). */
export function createWebApps(ports: ServicePorts): Methods {
  return joinMethods(createBotApps(ports), createRequestWebViews(ports), createSendWebViewData(ports))
}
