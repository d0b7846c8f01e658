// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.onnxruntime.OrtException;

/** A cross-encoder of the user's own, which answers one number for a pair of texts. A running one keeps close waiting. */
public final class OnnxReranker implements Reranker {

    private final ModelFiles model;
    private final LoadedFiles files;

    private OnnxReranker(ModelFiles model, LoadedFiles files) {
        this.model = model;
        this.files = files;
    }

    /**
     * Loads a model and tries it.
     *
     * @throws CasysException {@code CONFIGURATION} that names file, rule and remedy; {@code UNAVAILABLE} if there is no
     *     native library for this machine
     */
    public static OnnxReranker load(ModelFiles model) {
        LoadedFiles files = LoadedFiles.load(model);
        try {
            OnnxReranker reranker = new OnnxReranker(model, files);
            reranker.attempt();
            return reranker;
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
    }

    private void attempt() {
        WordPiece.Pair pair = files.words().pair("a ".repeat(16), "a ".repeat(model.mostTokens()), model.mostTokens());
        pair.tokens()[pair.tokens().length / 2] = files.words().largest();
        OnnxSession.Output output;
        try {
            output = files.session().run(pair.tokens(), pair.second());
        } catch (OrtException e) {
            throw LoadedFiles.unusable(
                    model.weights(),
                    "cannot read two texts of " + model.mostTokens() + " tokens: " + LoadedFiles.firstLine(e),
                    "lower max-tokens to what the model can read, and take the tokenizer that belongs to it",
                    e);
        }
        if (output.numbers().remaining() != 1) {
            throw LoadedFiles.unusable(
                    model.weights(),
                    "answers a tensor of " + output.shape() + ", it must be one number for a pair of texts",
                    "take a cross-encoder with one output, for ranking");
        }
    }

    @Override
    public String name() {
        return model.name() + "/" + files.hash();
    }

    @Override
    public float score(String intent, String text) {
        WordPiece.Pair pair = files.words().pair(intent, text, model.mostTokens());
        try {
            OnnxSession.Output output = files.session().run(pair.tokens(), pair.second());
            if (output.numbers().remaining() != 1
                    || !Float.isFinite(output.numbers().get(0))) {
                throw new CasysException(
                        ErrorCategory.INTERNAL, "the reranker " + name() + " answers what is no number");
            }
            return output.numbers().get(0);
        } catch (OrtException e) {
            throw new CasysException(
                    ErrorCategory.INTERNAL, "the reranker " + name() + " failed: " + LoadedFiles.firstLine(e), e);
        }
    }

    @Override
    public void close() {
        files.close();
    }
}
