// Cases of IAM's evaluation, one JSON a line, answered by @cloud-copilot/iam-simulate: `yes`, `no` or what is wrong.
// AGPL: a tool of this repository's tests; nothing that ships imports it.
import { createInterface } from 'node:readline'
import { runSimulation } from '@cloud-copilot/iam-simulate'

for await (const line of createInterface({ input: process.stdin })) {
  const simulation = JSON.parse(line)
  const found = await runSimulation(simulation, {})
  const said = found.resultType === 'error' ? `error: ${JSON.stringify(found.errors)}` : found.overallResult
  const ignored = found.result?.ignoredContextKeys ?? []
  process.stdout.write(`${JSON.stringify({ said, ignored })}\n`)
}
