// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.eval;

import ai.casys.core.discovery.embedding.CompactVector;
import ai.casys.core.discovery.embedding.TextEmbedder;
import ai.casys.core.discovery.embedding.TextHash;
import ai.casys.core.discovery.embedding.VectorStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** A model whose vectors of tools and intents are kept, so that a second run needs no model's time. Any number of threads. */
final class KeptEmbedder implements TextEmbedder {

    private final TextEmbedder model;
    private final VectorStore store;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean anew;

    /** @param model closed with this */
    KeptEmbedder(TextEmbedder model, VectorStore store) {
        this.model = model;
        this.store = store;
    }

    /** Whether to ask the model even for what is kept, to see how long it takes. */
    void anew(boolean wanted) {
        anew = wanted;
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public float[] embed(String text) {
        if (anew) {
            return model.embed(text);
        }
        TextHash hash = TextHash.of(text);
        lock.lock();
        try {
            CompactVector kept = store.load(name(), List.of(hash)).get(hash);
            if (kept != null) {
                return kept.floats();
            }
        } finally {
            lock.unlock();
        }
        CompactVector made = CompactVector.of(model.embed(text));
        lock.lock();
        try {
            store.save(name(), Map.of(hash, made));
        } finally {
            lock.unlock();
        }
        return made.floats();
    }

    @Override
    public float[] sought(float[] intent) {
        return model.sought(intent);
    }

    @Override
    public void close() {
        model.close();
    }
}
