// The Node engines behind bench/templating.py: one line of JSON in (engine, template, data, times), one line out
// (milliseconds of CPU and wall a document, and where the last document lies). Started and ended by the bench.
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import Docxtemplater from "docxtemplater";
import PizZip from "pizzip";
import { TemplateHandler } from "easy-template-x";

const engines = {
  "docxtemplater": async (template, data) => {
    const document = new Docxtemplater(new PizZip(template), { paragraphLoop: true, linebreaks: true });
    document.render(data);
    return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
  },
  "easy-template-x": async (template, data) => new TemplateHandler().process(template, data),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { engine, template, data, times, out } = JSON.parse(line);
  const bytes = readFileSync(template);
  const values = JSON.parse(readFileSync(data));
  const cpu = process.cpuUsage();
  const wall = performance.now();
  let made;
  for (let turn = 0; turn < times; turn++) made = await engines[engine](bytes, values);
  const took = performance.now() - wall;
  const used = process.cpuUsage(cpu);
  writeFileSync(out, made);
  console.log(JSON.stringify({ cpu: (used.user + used.system) / 1000 / times, wall: took / times }));
}
