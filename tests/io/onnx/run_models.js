// Runs ONNX models in onnxruntime-node: node run_models.js MODULE JOBS RESULTS
//   MODULE   the folder of the module
//   JOBS     JSON: [{"model": FILE, "inputs": {NAME: {"type": ..., "dims": [...], "data": [...]}}}]
//   RESULTS  JSON, written: for each job {NAME: {"dims": [...], "data": [...]}}, or {"error": TEXT}
// A number that JSON cannot hold is null.
const fs = require('fs');

const [module_folder, jobs_file, results_file] = process.argv.slice(2);
const ort = require(module_folder);

function tensor({type, dims, data}) {
    if (type === 'float32') data = Float32Array.from(data, x => x === null ? NaN : x);
    return new ort.Tensor(type, data, dims);
}

async function run(job) {
    try {
        const session = await ort.InferenceSession.create(job.model, {logSeverityLevel: 3});
        const inputs = {};
        for (const [name, value] of Object.entries(job.inputs)) inputs[name] = tensor(value);
        const outputs = await session.run(inputs);
        const result = {};
        for (const [name, value] of Object.entries(outputs))
            result[name] = {dims: value.dims, data: Array.from(value.data)};
        return result;
    } catch (error) {
        return {error: String(error)};
    }
}

(async () => {
    const results = [];
    for (const job of JSON.parse(fs.readFileSync(jobs_file))) results.push(await run(job));
    fs.writeFileSync(results_file, JSON.stringify(results));
})();
